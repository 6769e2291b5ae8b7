package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.OffsetCommit;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.TransactionInfo;
import io.github.kafkaaudit.event.TransactionInfo.TransactionOutcome;
import io.github.kafkaaudit.kafka.delivery.ConsumerThread;
import io.github.kafkaaudit.trail.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a producer: its sends and offsets are facts only once it has ended.
 *
 * <p>Acknowledgements come from the producer's network thread, and may come after an abort; such a late one takes the
 * outcome that is then known.
 */
final class AuditTransaction {

    // Beyond it the sends of a transaction are recorded as pending; the transaction's own event settles them.
    private static final int MAX_HELD = 10_000;

    private final Recorder recorder;
    private final String id;
    private final @Nullable String transactionalId;
    private final long start;
    private final long startNanos = System.nanoTime();
    private final List<HeldSend> held = new ArrayList<>();
    private final Map<TopicPartition, GroupOffset> offsets = new LinkedHashMap<>();
    private @Nullable End end;
    private int records;

    AuditTransaction(Recorder recorder, @Nullable String transactionalId) {
        this.recorder = recorder;
        this.start = recorder.now();
        this.id = new String(recorder.newMessageId(start), StandardCharsets.US_ASCII);
        this.transactionalId = transactionalId;
    }

    synchronized void offsets(Map<TopicPartition, OffsetAndMetadata> sent, @Nullable String group) {
        sent.forEach((partition, offset) -> offsets.put(partition, new GroupOffset(offset.offset(), group)));
    }

    /** Describes it for events that have to be written before it ends. */
    TransactionInfo pending() {
        return info(TransactionOutcome.PENDING, -1);
    }

    synchronized void sending() {
        records++;
    }

    synchronized void ended(AuditEvent.Builder send, boolean failed) {
        HeldSend finished = new HeldSend(send, failed, kept(send));
        if (end != null) {
            record(finished, end);
        } else if (held.size() >= MAX_HELD || !recorder.tryHold(finished.bytes())) {
            recorder.record(send.transaction(pending()));
        } else {
            held.add(finished);
        }
    }

    synchronized void end(End how) {
        end = how;
        for (HeldSend send : held) {
            recorder.release(send.bytes());
            record(send, how);
        }
        held.clear();
        ConsumerThread processing = ConsumerThread.current();
        if (processing != null && !offsets.isEmpty()) {
            // The listener's own transaction: its offsets went with it.
            processing.transaction(info(how.outcome, -1));
            if (how.outcome == TransactionOutcome.COMMITTED) {
                offsets.forEach((partition, offset) -> processing.committed(partition, offset.offset()));
            }
        }
        offsets.forEach((partition, offset) -> recorder.record(commit(partition, offset, how)));
        recorder.record(AuditEvent.of(
                        how.outcome == TransactionOutcome.COMMITTED
                                ? AuditAction.TRANSACTION_COMMITTED
                                : AuditAction.TRANSACTION_ABORTED)
                .outcome(how.eventOutcome())
                .reason(how.reason)
                .start(start)
                .duration(System.nanoTime() - startNanos)
                .error(how.error)
                .transaction(info(how.outcome, records)));
    }

    private void record(HeldSend send, End how) {
        AuditEvent.Builder event = send.event().transaction(info(how.outcome, -1));
        if (!send.failed()) {
            if (how.outcome == TransactionOutcome.ABORTED) {
                event.action(AuditAction.MESSAGE_PRODUCE_FAILED).reason("transaction aborted");
            } else if (how.outcome == TransactionOutcome.UNKNOWN) {
                event.outcome(Outcome.UNKNOWN).reason(how.reason);
            }
        }
        recorder.record(event);
    }

    private AuditEvent.Builder commit(TopicPartition partition, GroupOffset offset, End how) {
        return AuditEvent.of(
                        how.outcome == TransactionOutcome.COMMITTED
                                ? AuditAction.OFFSET_COMMITTED
                                : AuditAction.OFFSET_COMMIT_FAILED)
                .outcome(how.eventOutcome())
                .reason(how.reason)
                .record(RecordSnapshot.ofPartition(partition.topic(), partition.partition()))
                .consumer(new ConsumerIdentity(offset.group(), null, null, null))
                .transaction(info(how.outcome, -1))
                .commit(new OffsetCommit(offset.offset(), OffsetCommit.Mode.TRANSACTION));
    }

    private TransactionInfo info(TransactionOutcome outcome, int count) {
        return new TransactionInfo(id, transactionalId, outcome, count);
    }

    private static int kept(AuditEvent.Builder send) {
        RecordSnapshot record = send.record();
        return record == null ? 0 : record.kept();
    }

    /** How a transaction ended and why. */
    static final class End {

        static final End COMMITTED = new End(TransactionOutcome.COMMITTED, null, null);
        static final End ABORTED = new End(TransactionOutcome.ABORTED, "transaction aborted", null);
        static final End CLOSED = new End(TransactionOutcome.UNKNOWN, "producer closed with an open transaction", null);

        private final TransactionOutcome outcome;
        private final @Nullable String reason;
        private final @Nullable Throwable error;

        private End(TransactionOutcome outcome, @Nullable String reason, @Nullable Throwable error) {
            this.outcome = outcome;
            this.reason = reason;
            this.error = error;
        }

        static End abortThrew(Throwable error) {
            return new End(TransactionOutcome.UNKNOWN, "abort threw", error);
        }

        static End commitThrew(Throwable error) {
            return new End(TransactionOutcome.UNKNOWN, "commit threw", error);
        }

        private Outcome eventOutcome() {
            return switch (outcome) {
                case COMMITTED -> Outcome.SUCCESS;
                case ABORTED -> Outcome.FAILURE;
                case UNKNOWN, PENDING -> Outcome.UNKNOWN;
            };
        }
    }

    private record HeldSend(AuditEvent.Builder event, boolean failed, int bytes) {}

    private record GroupOffset(long offset, @Nullable String group) {}
}
