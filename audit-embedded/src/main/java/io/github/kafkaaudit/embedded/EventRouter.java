package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkDocument;
import io.github.kafkaaudit.elasticsearch.BulkOutcome;
import io.github.kafkaaudit.embedded.Quarantine.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Decides which index a record of the audit topic belongs to: the day's own, or the quarantine. */
final class EventRouter {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("'kafka-audit-'uuuu.MM.dd").withZone(ZoneOffset.UTC);
    private static final Duration TOLERATED_FUTURE = Duration.ofDays(1);
    private static final int LONGEST_ID = 512;

    private final Clock clock;
    private final Duration retention;
    private final Quarantine quarantine;

    EventRouter(Clock clock, Duration retention) {
        this.clock = clock;
        this.retention = retention;
        quarantine = new Quarantine(clock);
    }

    Delivery route(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() == null) {
            return quarantined(event, Reason.of("not-json", "The record has no value.", null));
        }
        AuditEnvelope envelope;
        try {
            envelope = AuditEnvelope.read(event.value());
        } catch (JacksonException e) {
            return quarantined(event, Reason.of("not-json", "The record is not one JSON object in UTF-8.", null));
        }
        var id = envelope.id();
        var timestamp = envelope.timestamp();
        var reason = refusal(id, timestamp);
        if (reason != null || id == null || timestamp == null) {
            return quarantined(event, reason == null ? noId(null) : reason);
        }
        var source = envelope.ingestedAt(clock.instant());
        return new Delivery(event, new BulkDocument(DAY.format(timestamp), id, source), false);
    }

    /** Sends a record that Elasticsearch refused to the quarantine. */
    Delivery quarantined(Delivery refused, BulkOutcome.Rejected rejection) {
        var document = refused.document();
        var sentence =
                "Elasticsearch refused the document with status " + rejection.status() + ": " + rejection.reason();
        return quarantined(
                refused.event(), new Reason("rejected", sentence, document.id(), document.index(), rejection.type()));
    }

    private Delivery quarantined(ConsumerRecord<byte[], byte[]> event, Reason reason) {
        return new Delivery(event, quarantine.document(event, reason), true);
    }

    private @Nullable Reason refusal(@Nullable String id, @Nullable Instant timestamp) {
        if (id == null || id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            return noId(id);
        }
        if (timestamp == null) {
            return Reason.of("bad-timestamp", "The event has no @timestamp that can be understood.", id);
        }
        var now = clock.instant();
        if (timestamp.isBefore(now.minus(retention))) {
            return Reason.of("too-old", "The event's @timestamp is older than the retention of " + retention + ".", id);
        }
        if (timestamp.isAfter(now.plus(TOLERATED_FUTURE))) {
            return Reason.of("in-the-future", "The event's @timestamp is more than a day in the future.", id);
        }
        return null;
    }

    private static Reason noId(@Nullable String id) {
        return Reason.of("no-id", "The event has no event.id of 1 to " + LONGEST_ID + " bytes.", id);
    }

    /** A record of the audit topic and the document it becomes. */
    record Delivery(ConsumerRecord<byte[], byte[]> event, BulkDocument document, boolean isQuarantined) {}
}
