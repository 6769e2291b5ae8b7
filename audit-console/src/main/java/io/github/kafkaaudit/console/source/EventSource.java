package io.github.kafkaaudit.console.source;

import io.github.kafkaaudit.verdict.Traffic;
import io.github.kafkaaudit.verdict.TrailLife;
import java.util.List;
import java.util.Set;

/**
 * Where the events of the audit trail are. Every source gives the same answers from the same events.
 *
 * <p><b>Failure</b>: a {@link SourceException} whose message is a sentence.
 *
 * <p><b>Threading</b>: safe for questions of several threads.
 */
public interface EventSource extends AutoCloseable {

    /** Returns where the events are, in words and without secrets. */
    String description();

    /** Returns the events that match. */
    Found find(Search search);

    /**
     * Returns which services publish to and read from topics.
     *
     * @param period when
     * @param topics which topics; empty for all
     */
    List<Traffic> traffic(Period period, Set<String> topics);

    /**
     * Returns the lives of trails, and what is missing in them.
     *
     * @param period when
     * @param services of which services; empty for all
     */
    List<TrailLife> lives(Period period, Set<String> services);

    /**
     * Returns business keys that are at more than one place, copies included: what that means the verdict tells.
     *
     * @param period when
     * @param filters of which events
     * @param limit how many keys at most
     */
    RepeatedKeys repeatedKeys(Period period, Filters filters, int limit);

    @Override
    void close();
}
