package io.github.kafkaaudit.verdict;

import java.util.Set;

/** The values of {@code event.action} that a verdict looks at. */
final class Actions {

    static final String PRODUCED = "message-produced";
    static final String PRODUCE_FAILED = "message-produce-failed";
    static final String PRODUCE_PENDING = "message-produce-pending";
    static final String CONSUMED = "message-consumed";
    static final String CONSUME_FAILED = "message-consume-failed";
    static final String FILTERED = "message-filtered";
    static final String SKIPPED = "message-skipped";
    static final String REJECTED = "message-rejected";
    static final String DESERIALIZATION_FAILED = "message-deserialization-failed";
    static final String DEAD_LETTERED = "message-dead-lettered";
    static final String RETRY_SCHEDULED = "message-retry-scheduled";
    static final String TRANSACTION_ABORTED = "transaction-aborted";
    static final String STARTED = "audit-started";
    static final String STOPPED = "audit-stopped";
    static final String GAP = "audit-gap";

    static final Set<String> FAILURES = Set.of(CONSUME_FAILED, DESERIALIZATION_FAILED, REJECTED);

    private Actions() {}
}
