package io.github.kafkaaudit.payload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of one text that must not be shown, and what stands instead of them. They may overlap until written. */
final class MaskedSpans {

    private final List<Span> spans = new ArrayList<>();

    boolean isEmpty() {
        return spans.isEmpty();
    }

    void add(int from, int to, String mask) {
        if (from < to) {
            spans.add(new Span(from, to, mask));
        }
    }

    /** Tells whether a part is hidden already. */
    boolean cover(int from, int to) {
        for (Span span : spans) {
            if (span.from <= from && span.to >= to) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text with the masks; of parts that overlap, the mask of one that covers the others. */
    String applyTo(String text) {
        spans.sort(Comparator.comparingInt(Span::from)
                .thenComparing(Comparator.comparingInt(Span::to).reversed()));
        StringBuilder masked = new StringBuilder(text.length());
        int done = 0;
        int i = 0;
        while (i < spans.size()) {
            Span first = spans.get(i++);
            int to = first.to;
            while (i < spans.size() && spans.get(i).from < to) {
                to = Math.max(to, spans.get(i++).to);
            }
            masked.append(text, done, first.from).append(to == first.to ? first.mask : MaskedValues.MARKER);
            done = to;
        }
        return masked.append(text, done, text.length()).toString();
    }

    /**
     * A part of the text.
     *
     * @param from where it begins
     * @param to where it ends
     * @param mask what is shown instead
     */
    private record Span(int from, int to, String mask) {}
}
