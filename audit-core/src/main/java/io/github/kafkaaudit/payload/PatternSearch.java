package io.github.kafkaaudit.payload;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what an application's patterns match, with bounded effort: {@code java.util.regex} takes quadratic time, or
 * worse, for some pairs of pattern and text, and it may be the application's own thread that waits. A text on which the
 * patterns give up counts as one that cannot be read.
 *
 * <p><b>Threading</b>: used by one thread at a time.
 */
final class PatternSearch {

    // What an ordinary pattern needs is some steps per character; one event in all may need so many more.
    private static final int STEPS_PER_CHARACTER = 64;
    private static final int SPARE_STEPS = 500_000;

    private int spare = SPARE_STEPS;

    /** Begins an event. */
    void begin() {
        spare = SPARE_STEPS;
    }

    /**
     * Finds all matches.
     *
     * @return whether the text could be searched to its end
     */
    boolean find(List<Pattern> patterns, String text, Matches matches) {
        for (Pattern pattern : patterns) {
            int paid = STEPS_PER_CHARACTER * Math.min(text.length(), Integer.MAX_VALUE / (2 * STEPS_PER_CHARACTER));
            CountedText counted = new CountedText(text, paid + spare);
            try {
                Matcher matcher = pattern.matcher(counted);
                while (matcher.find()) {
                    matches.found(matcher.start(), matcher.end());
                }
            } catch (OutOfStepsException | StackOverflowError e) {
                // java.util.regex recurses for some patterns.
                spare = 0;
                return false;
            }
            spare = Math.min(spare, counted.steps);
        }
        return true;
    }

    /** Told where a pattern matches. */
    interface Matches {

        void found(int from, int to);
    }

    /** A text that gives out a limited number of characters. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int steps;

        CountedText(String text, int steps) {
            this.text = text;
            this.steps = steps;
        }

        @Override
        public char charAt(int index) {
            if (--steps < 0) {
                throw new OutOfStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The pattern needs more effort than a text is worth. */
    private static final class OutOfStepsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OutOfStepsException() {
            super("too many steps", null, false, false);
        }
    }
}
