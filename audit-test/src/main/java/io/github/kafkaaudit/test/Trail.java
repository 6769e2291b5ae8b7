package io.github.kafkaaudit.test;

import java.util.List;

/** A recorded trail as the text of a failed assertion. */
final class Trail {

    private static final int LONGEST = 100;

    private Trail() {}

    static String describe(String sentence, List<RecordedEvent> events) {
        StringBuilder text = new StringBuilder(sentence).append(".\nThe trail");
        if (events.isEmpty()) {
            return text.append(" is empty: is the RecordedAudit a bean of the application, and auditing switched on?")
                    .toString();
        }
        int left = Math.max(0, events.size() - LONGEST);
        text.append(left == 0 ? "" : ", its last " + LONGEST + " of " + events.size() + " events")
                .append(':');
        events.stream().skip(left).forEach(event -> text.append("\n  ").append(event));
        return text.toString();
    }
}
