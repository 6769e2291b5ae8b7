package io.github.kafkaaudit.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the application is audited, by which hooks, and what is not and why.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class Coverage {

    private final Map<String, Entry> entries = new TreeMap<>();

    synchronized void covered(Kind kind, String name) {
        entries.put(kind.label + ' ' + name, new Entry(kind, null));
    }

    synchronized void notCovered(Kind kind, String name, String reason) {
        entries.put(kind.label + ' ' + name, new Entry(kind, reason));
    }

    synchronized void forget(Kind kind, String name) {
        entries.remove(kind.label + ' ' + name);
    }

    /**
     * Returns the report.
     *
     * @return what was found, by kind and name; the value says {@code covered} or why not
     */
    public synchronized Map<String, String> report() {
        Map<String, String> report = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            String reason = entry.reason;
            report.put(name, reason == null ? "covered" : "not covered: " + reason);
        });
        return report;
    }

    /**
     * Returns the report in one sentence.
     *
     * @return for example {@code 2 producer factories, 3 containers covered; 1 not covered (consumer factory x: …)}
     */
    public synchronized String summary() {
        Map<Kind, Integer> counts = new TreeMap<>();
        StringBuilder gaps = new StringBuilder();
        int missing = 0;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            String reason = entry.getValue().reason;
            if (reason == null) {
                counts.merge(entry.getValue().kind, 1, Integer::sum);
            } else {
                missing++;
                gaps.append(gaps.length() == 0 ? "" : "; ")
                        .append(entry.getKey())
                        .append(": ")
                        .append(reason);
            }
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(count)
                .append(' ')
                .append(count == 1 ? kind.label : kind.plural));
        text.append(text.length() == 0 ? "nothing to cover found" : " covered");
        return missing == 0 ? text.toString() : text + "; " + missing + " not covered (" + gaps + ")";
    }

    /** What can be covered. */
    enum Kind {
        PRODUCER_FACTORY("producer factory", "producer factories"),
        CONSUMER_FACTORY("consumer factory", "consumer factories"),
        PRODUCER("producer", "producers"),
        CONSUMER("consumer", "consumers"),
        PAYLOADS("payloads", "payloads"),
        CONTAINER_FACTORY("listener container factory", "listener container factories"),
        CONTAINER("container", "containers"),
        FILTER("record filter", "record filters"),
        STREAMS("Kafka Streams factory", "Kafka Streams factories"),
        SHARE_CONSUMER_FACTORY("share consumer factory", "share consumer factories"),
        BINDER("Spring Cloud Stream binder", "Spring Cloud Stream binders"),
        TRACING_AGENT("tracing agent", "tracing agents"),
        FUNCTIONS("Spring Cloud Stream functions", "Spring Cloud Stream functions");

        private final String label;
        private final String plural;

        Kind(String label, String plural) {
            this.label = label;
            this.plural = plural;
        }
    }

    private record Entry(Kind kind, @Nullable String reason) {}
}
