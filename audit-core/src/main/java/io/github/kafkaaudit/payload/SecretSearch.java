package io.github.kafkaaudit.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks for the clear values of one event in its texts, in every notation of a number and where a text was cut. */
final class SecretSearch {

    // How libraries mark where they cut a text.
    private static final String[] CUTS = {"...", "\u2026", "[truncated", "(truncated"};
    private static final int SHORTEST_BEGINNING = 4;
    private static final int MOST_TRIED = 64;

    private final Secrets secrets;
    private final MaskedValues maskedValues;
    private final List<Clear> values = new ArrayList<>();
    private int prepared;

    SecretSearch(Secrets secrets, MaskedValues maskedValues) {
        this.secrets = secrets;
        this.maskedValues = maskedValues;
    }

    void begin() {
        values.clear();
        prepared = 0;
    }

    /** Tells without looking closer whether none occurs. */
    boolean isClean(byte[] text, int from, int to, int marks) {
        int wrong = TextMarks.BACKSLASH | TextMarks.CUT | (secrets.hasNumbers() ? TextMarks.DECIMAL : 0);
        return (marks & wrong) == 0 && !secrets.occurIn(text, from, to);
    }

    /**
     * Finds them in one level of a text.
     *
     * @param inside whether it is a value of a document: only values that are long enough are looked for there
     * @param cut whether the end of the text is missing
     * @param spans takes where they are
     */
    void find(UnescapedText level, boolean inside, boolean cut, MaskedSpans spans) {
        if (secrets.isEmpty()) {
            return;
        }
        String text = level.text();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        findSearched(level, utf8, spans);
        if (inside) {
            if (utf8.length >= Secrets.SEARCHED && secrets.equal(utf8, 0, utf8.length)) {
                spans.add(level.origin(0), level.origin(text.length()), maskedValues.of(text));
            }
        } else if (secrets.occurIn(utf8, 0, utf8.length)) {
            for (Clear clear : values()) {
                if (clear.alone) {
                    findAlone(level, clear.text, spans);
                }
            }
        }
        if (secrets.hasNumbers()) {
            findNumbers(level, spans);
        }
        if (!inside) {
            findBeginnings(level, cut, spans);
        }
    }

    /** Finds the values that are long enough, in one pass however many there are. */
    private void findSearched(UnescapedText level, byte[] utf8, MaskedSpans spans) {
        int at = secrets.find(utf8, 0, utf8.length);
        int bytes = 0;
        int characters = 0;
        while (at >= 0) {
            characters += characters(utf8, bytes, at);
            bytes = at;
            int length = secrets.lengthAt(utf8, at, utf8.length);
            int end = characters + characters(utf8, at, at + length);
            String clear = level.text().substring(characters, end);
            spans.add(level.origin(characters), level.origin(end), maskedValues.of(clear));
            // Values may overlap.
            at = secrets.find(utf8, at + 1, utf8.length);
        }
    }

    /** Counts the characters, as strings have them, that begin in a part of a text. */
    private static int characters(byte[] utf8, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            int first = utf8[i] & 0xFF;
            if (first < 0x80 || first >= 0xC0) {
                count += first >= 0xF0 ? 2 : 1;
            }
        }
        return count;
    }

    private void findAlone(UnescapedText level, String clear, MaskedSpans spans) {
        String text = level.text();
        int at = text.indexOf(clear);
        while (at >= 0) {
            int end = at + clear.length();
            boolean found = standsAlone(text, at, end);
            if (found) {
                spans.add(level.origin(at), level.origin(end), maskedValues.of(clear));
            }
            at = text.indexOf(clear, found ? end : at + 1);
        }
    }

    private void findNumbers(UnescapedText level, MaskedSpans spans) {
        String text = level.text();
        int at = 0;
        while (at < text.length()) {
            int end = NumberText.end(text, at);
            if (end == at) {
                at++;
                continue;
            }
            String number = text.substring(at, end);
            if (secrets.isNumber(number) && standsAlone(text, at, end)) {
                spans.add(level.origin(at), level.origin(end), maskedValues.of(NumberText.canonical(number)));
            }
            at = end;
        }
    }

    /** Finds the beginning of a value where the rest of it was cut off. */
    private void findBeginnings(UnescapedText level, boolean cut, MaskedSpans spans) {
        String text = level.text();
        if (cut) {
            findBeginning(level, text.length(), spans);
        }
        for (String mark : CUTS) {
            for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
                findBeginning(level, at, spans);
            }
        }
    }

    private void findBeginning(UnescapedText level, int end, MaskedSpans spans) {
        for (Clear clear : values()) {
            int at = clear.onlyWhole ? end : beginning(level.text(), clear.text, end);
            if (at < end) {
                spans.add(level.origin(at), level.origin(end), MaskedValues.MARKER);
            }
        }
    }

    /** Returns where the text up to the end is how the value begins, or the end. */
    private static int beginning(String text, String clear, int end) {
        int from = Math.max(0, end - clear.length() + 1);
        String first = clear.substring(0, SHORTEST_BEGINNING);
        int at = text.indexOf(first, from);
        for (int tried = 0; at >= 0 && at <= end - SHORTEST_BEGINNING; tried++) {
            // A value that repeats itself could begin nearly everywhere.
            if (tried == MOST_TRIED || clear.regionMatches(0, text, at, end - at)) {
                return at;
            }
            at = text.indexOf(first, at + 1);
        }
        return end;
    }

    private static boolean standsAlone(String text, int from, int to) {
        return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
    }

    private List<Clear> values() {
        for (; prepared < secrets.count(); prepared++) {
            String text = new String(secrets.value(prepared), StandardCharsets.UTF_8);
            // In few bytes there may be fewer characters than a beginning needs.
            boolean onlyWhole = secrets.standsAlone(prepared) || text.length() < SHORTEST_BEGINNING;
            if (!secrets.isBinary(prepared)) {
                values.add(new Clear(text, secrets.standsAlone(prepared), onlyWhole));
            }
        }
        return values;
    }

    /**
     * A value as text.
     *
     * @param text the value
     * @param alone whether it is only looked for where nothing of a word is beside it
     * @param onlyWhole whether its beginning is not looked for
     */
    private record Clear(String text, boolean alone, boolean onlyWhole) {}
}
