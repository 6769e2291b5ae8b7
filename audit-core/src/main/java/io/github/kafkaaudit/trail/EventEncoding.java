package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.TrailInfo;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives events their ids and encodes them; an event that cannot be encoded is counted as lost. */
final class EventEncoding {

    private final AuditEventEncoder encoder;
    private final EventIds ids = new EventIds();
    private final Sequence sequence;
    private final InstantSource clock;
    private final TrailLedger ledger;

    EventEncoding(AuditEventEncoder encoder, Sequence sequence, InstantSource clock, TrailLedger ledger) {
        this.encoder = encoder;
        this.sequence = sequence;
        this.clock = clock;
        this.ledger = ledger;
    }

    @SuppressWarnings("CatchingUnchecked")
    @Nullable EncodedAuditEvent encode(AuditEvent event, TopicPolicy policy) {
        try {
            return encode(encoder, event, policy);
        } catch (Throwable e) {
            // Errors too: a payload nested too deeply, or one that needs more memory than there is, costs itself only.
            ledger.failed("encode an event", e);
            ledger.lost(event.sequence(), LossReason.NOT_ENCODED, event.timestamp());
            return null;
        }
    }

    /** Encodes with another encoder than the audit thread's; throws what goes wrong. */
    EncodedAuditEvent encode(AuditEventEncoder other, AuditEvent event, TopicPolicy policy) {
        String id = ids.id(event.sequence(), event.timestamp()).toString();
        EncodedAuditEvent encoded =
                other.encode(event, id, policy, ledger.lost().total());
        ledger.encoded(event.action(), event.outcome());
        return encoded;
    }

    @Nullable EncodedAuditEvent encodeGap(LostEvents.Loss loss) {
        String life = loss.gap().ephemeralId();
        String reason = loss.reason().text();
        AuditEvent.Builder gap = AuditEvent.of(AuditAction.AUDIT_GAP)
                .reason(life == null ? reason : reason + ", events of the run " + life)
                .trail(new TrailInfo(loss.gap(), -1, Map.of()));
        return encode(gap.build(sequence.nextOwn(), clock.millis()), TopicPolicy.DEFAULT);
    }

    @Nullable EncodedAuditEvent encodeStopped() {
        long last = sequence.nextOwn();
        AuditEvent.Builder stopped =
                AuditEvent.of(AuditAction.AUDIT_STOPPED).trail(new TrailInfo(null, last, Map.of()));
        return encode(stopped.build(last, clock.millis()), TopicPolicy.DEFAULT);
    }

    EncodedAuditEvent markSpooled(EncodedAuditEvent event) {
        try {
            return encoder.markSpooled(event);
        } catch (RuntimeException e) {
            ledger.failed("mark an event as spooled", e);
            return event;
        }
    }
}
