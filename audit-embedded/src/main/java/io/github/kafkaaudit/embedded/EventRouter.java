package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkDocument;
import io.github.kafkaaudit.elasticsearch.BulkOutcome;
import io.github.kafkaaudit.embedded.Quarantine.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides which index a record of the audit topic belongs to, the day's own or the quarantine: by the rules of
 * {@code docs/admission.md}, as Logstash's {@code admit.rb} does.
 */
final class EventRouter {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("'kafka-audit-'uuuu.MM.dd").withZone(ZoneOffset.UTC);
    private static final Duration TOLERATED_FUTURE = Duration.ofHours(24);

    private final Clock clock;
    private final Duration retention;
    private final Quarantine quarantine;

    /** Takes how long events are kept; zero for ever. */
    EventRouter(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
        quarantine = new Quarantine(clock);
    }

    Delivery route(ConsumerRecord<byte[], byte[]> event) {
        AuditEnvelope envelope;
        try {
            envelope = RecordReader.read(event.value());
        } catch (RefusedRecordException e) {
            return quarantined(event, Reason.of(e.word(), e.sentence()));
        }
        if (!envelope.hasOnlyKnownNames()) {
            return quarantined(
                    event, Reason.of("unknown-member", "The record has a member at its root that no audit event has."));
        }
        var id = envelope.id();
        if (id == null) {
            return quarantined(event, Reason.of("no-id", "The event has no event.id of 1 to 512 bytes."));
        }
        var timestamp = envelope.timestamp();
        if (timestamp == null) {
            return quarantined(
                    event,
                    Reason.of("bad-timestamp", "The event has no @timestamp that can be read.")
                            .ofEvent(id));
        }
        var index = DAY.format(timestamp);
        var refusal = refusal(timestamp);
        if (refusal != null) {
            return quarantined(event, refusal.ofEvent(id).meantFor(index));
        }
        return new Delivery(event, new BulkDocument(index, id, envelope.ingestedAt(clock.instant())), false);
    }

    /** Sends a record that Elasticsearch refused to the quarantine. */
    Delivery quarantined(Delivery refused, BulkOutcome.Rejected rejection) {
        var document = refused.document();
        var sentence =
                "Elasticsearch refused the document with status " + rejection.status() + ": " + rejection.reason();
        var reason = Reason.of("rejected", sentence)
                .ofEvent(document.id())
                .meantFor(document.index())
                .withErrorType(rejection.type());
        return quarantined(refused.event(), reason);
    }

    private Delivery quarantined(ConsumerRecord<byte[], byte[]> event, Reason reason) {
        return new Delivery(event, quarantine.document(event, reason), true);
    }

    /** An index of a day is deleted when that day began {@code retention} ago; an event for it would bring it back. */
    private @Nullable Reason refusal(Instant timestamp) {
        var now = clock.instant();
        var day =
                timestamp.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
        if (!retention.isZero() && !day.plus(retention).isAfter(now)) {
            return Reason.of("too-old", "The event is older than the " + days() + " that are kept.");
        }
        if (timestamp.isAfter(now.plus(TOLERATED_FUTURE))) {
            return Reason.of(
                    "in-the-future",
                    "The event is more than " + TOLERATED_FUTURE.toHours() + " hours ahead of this host's clock.");
        }
        return null;
    }

    private String days() {
        return retention.equals(Duration.ofDays(retention.toDays())) ? retention.toDays() + " days" : "" + retention;
    }

    /** A record of the audit topic and the document it becomes. */
    record Delivery(ConsumerRecord<byte[], byte[]> event, BulkDocument document, boolean isQuarantined) {}
}
