package io.github.kafkaaudit.sample.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event of the audit trail, as far as a verdict and its table need it.
 *
 * @param time when it happened
 * @param trail the life of the audit trail that wrote it
 * @param sequence its place in that trail
 * @param action what happened
 * @param outcome success, failure or unknown
 * @param step how far the record had got
 * @param service the service that wrote the event
 * @param origin the service that the record says it comes from, on the consuming side
 * @param host the host that the service ran on
 * @param topic the record's topic
 * @param coordinate the record's topic/partition/offset, where it has one
 * @param group the consumer group
 * @param attempt the delivery attempt, from 1
 * @param repeats how many occurrences the event stands for
 * @param messageId the id of the send
 * @param businessKey the business key
 * @param key the record's key
 * @param payloadHash the digest of the record's bytes
 * @param errorType the class of the root cause
 * @param original the coordinate that the record is a copy of
 * @param deadLetter where a given-up record went
 */
public record TrailEvent(
        Instant time,
        String trail,
        long sequence,
        String action,
        String outcome,
        int step,
        String service,
        @Nullable String origin,
        @Nullable String host,
        @Nullable String topic,
        @Nullable String coordinate,
        @Nullable String group,
        @Nullable Integer attempt,
        long repeats,
        @Nullable String messageId,
        @Nullable String businessKey,
        @Nullable String key,
        @Nullable String payloadHash,
        @Nullable String errorType,
        @Nullable String original,
        @Nullable String deadLetter) {

    /** Over all services by time, and within one trail by its sequence. */
    static final Comparator<TrailEvent> ORDER = Comparator.comparing(TrailEvent::time)
            .thenComparing(TrailEvent::trail)
            .thenComparingLong(TrailEvent::sequence);

    /** Reads an event from its document. */
    public static TrailEvent of(JsonNode document) {
        var attempt = at(document, EventFields.DELIVERY_ATTEMPT);
        return new TrailEvent(
                Instant.parse(required(document, EventFields.TIMESTAMP)),
                required(document, EventFields.SERVICE_EPHEMERAL_ID),
                at(document, EventFields.EVENT_SEQUENCE).asLong(),
                required(document, EventFields.EVENT_ACTION),
                required(document, EventFields.EVENT_OUTCOME),
                at(document, EventFields.STEP).asInt(0),
                required(document, EventFields.SERVICE_NAME),
                text(document, EventFields.SERVICE_ORIGIN_NAME),
                text(document, EventFields.HOST_NAME),
                text(document, EventFields.MESSAGING_DESTINATION_NAME),
                text(document, EventFields.RECORD_COORDINATE),
                text(document, EventFields.MESSAGING_CONSUMER_GROUP_NAME),
                attempt.isNumber() ? attempt.asInt() : null,
                Math.max(1, at(document, EventFields.REPEAT_COUNT).asLong(1)),
                text(document, EventFields.MESSAGING_MESSAGE_ID),
                text(document, EventFields.DEDUP_KEY),
                text(document, EventFields.MESSAGING_KAFKA_MESSAGE_KEY),
                text(document, EventFields.PAYLOAD_HASH),
                text(document, EventFields.ERROR_TYPE),
                original(document),
                text(document, EventFields.DEAD_LETTER_COORDINATE));
    }

    boolean isCopy() {
        return original != null;
    }

    boolean is(String expected) {
        return action.equals(expected);
    }

    /** The class of the root cause without its package. */
    String error() {
        return errorType == null ? "no cause recorded" : errorType.substring(errorType.lastIndexOf('.') + 1);
    }

    private static @Nullable String original(JsonNode document) {
        var topic = text(document, EventFields.ORIGINAL_TOPIC);
        return topic == null
                ? null
                : topic + "/" + text(document, EventFields.ORIGINAL_PARTITION) + "/"
                        + text(document, EventFields.ORIGINAL_OFFSET);
    }

    private static String required(JsonNode document, String field) {
        var text = text(document, field);
        if (text == null) {
            throw new IllegalArgumentException("An audit event without " + field + ": " + document);
        }
        return text;
    }

    private static @Nullable String text(JsonNode document, String field) {
        var node = at(document, field);
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }

    /** In a field's name the dots are nesting. */
    private static JsonNode at(JsonNode document, String field) {
        return document.at("/" + field.replace('.', '/'));
    }
}
