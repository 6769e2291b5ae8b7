package io.github.kafkaaudit.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * What a flight recording says by thread: where the samples hit, which code of ours they came from, whose callees take
 * most, who allocates.
 */
final class ProfileReport {

    private static final String OURS = "io.github.kafkaaudit.";
    private static final String APPLICATION = OURS + "sidebyside.";
    private static final List<String> SHOWN =
            List.of(OURS, "org.apache.kafka.", "org.springframework.kafka.", "io.micrometer.", "tools.jackson.");
    private static final int LINES = 25;
    private static final int MIN_SAMPLES = 20;

    private final Map<String, Counts> leaves = new TreeMap<>();
    private final Map<String, Counts> own = new TreeMap<>();
    private final Map<String, Counts> inclusive = new TreeMap<>();
    private final Map<String, Counts> allocated = new TreeMap<>();
    private final Set<String> allocating = new HashSet<>();

    private ProfileReport() {}

    /**
     * Prints the report of one recording.
     *
     * @param arguments the recording's file
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(of(Path.of(arguments[0])));
    }

    static String of(Path recording) throws IOException {
        ProfileReport report = new ProfileReport();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                report.add(file.readEvent());
            }
        }
        return report.text();
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                String thread = name(event.getThread("sampledThread"));
                RecordedStackTrace stack = event.getStackTrace();
                if (stack != null && !stack.getFrames().isEmpty()) {
                    counts(leaves, thread).add(method(stack.getFrames().get(0)), 1);
                    counts(own, thread).add(firstOfOurs(stack), 1);
                    addCallers(counts(inclusive, thread), stack);
                }
            }
            case "jdk.ObjectAllocationSample" -> {
                RecordedStackTrace stack = event.getStackTrace();
                String thread = name(event.getThread());
                // The first one weighs as much as all that its thread allocated before the recording began.
                if (stack != null && !allocating.add(thread)) {
                    String what = event.getClass("objectClass").getName() + " in " + firstOfOurs(stack);
                    counts(allocated, thread).add(what, event.getLong("weight"));
                }
            }
            default -> {}
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        leaves.forEach((thread, counts) -> {
            if (counts.total >= MIN_SAMPLES) {
                text.append("\n=== ")
                        .append(thread)
                        .append(": ")
                        .append(counts.total)
                        .append(" samples\n");
                text.append("-- running method\n").append(counts.top());
                text.append("-- innermost method of Kafka Audit\n")
                        .append(counts(own, thread).top());
                text.append("-- method with all that it calls\n")
                        .append(counts(inclusive, thread).top());
                text.append("-- allocated class and innermost method of Kafka Audit, by bytes\n")
                        .append(counts(allocated, thread).top());
            }
        });
        return text.toString();
    }

    private static void addCallers(Counts counts, RecordedStackTrace stack) {
        counts.total++;
        stack.getFrames().stream()
                .filter(frame ->
                        SHOWN.stream().anyMatch(frame.getMethod().getType().getName()::startsWith))
                .map(ProfileReport::method)
                .distinct()
                .forEach(method -> counts.byName.merge(method, 1L, Long::sum));
    }

    private static String firstOfOurs(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(OURS) && !type.startsWith(APPLICATION)) {
                return method(frame) + ":" + frame.getLineNumber();
            }
        }
        return "(not ours)";
    }

    private static String method(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1)
                + '.'
                + frame.getMethod().getName();
    }

    private static String name(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "?" : name;
    }

    private static Counts counts(Map<String, Counts> all, String thread) {
        return all.computeIfAbsent(thread, any -> new Counts());
    }

    private static final class Counts {

        private final Map<String, Long> byName = new HashMap<>();
        private long total;

        private void add(String name, long weight) {
            byName.merge(name, weight, Long::sum);
            total += weight;
        }

        private String top() {
            List<Map.Entry<String, Long>> sorted = new ArrayList<>(byName.entrySet());
            sorted.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()));
            StringBuilder lines = new StringBuilder();
            for (Map.Entry<String, Long> entry : sorted.subList(0, Math.min(LINES, sorted.size()))) {
                lines.append(String.format(
                        Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * entry.getValue() / total, entry.getKey()));
            }
            return lines.toString();
        }
    }
}
