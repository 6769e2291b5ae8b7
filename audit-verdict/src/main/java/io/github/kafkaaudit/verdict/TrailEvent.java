package io.github.kafkaaudit.verdict;

import io.github.kafkaaudit.json.EventFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One event of the audit trail, with its document unchanged.
 *
 * <p>What an event of the consuming side says about where a record comes from (its message id, its origin, the record
 * that it is a copy of) stood in the record's headers: it is a claim of whoever wrote the record. Only the event of the
 * producing side knows.
 *
 * <p>Two events are equal when they have the same {@code event.id}.
 *
 * <p><b>Threading</b>: immutable.
 */
public final class TrailEvent {

    /** Over all services by time, and within one trail by its sequence. */
    public static final Comparator<TrailEvent> ORDER = Comparator.comparing(TrailEvent::time)
            .thenComparing(TrailEvent::trail)
            .thenComparingLong(TrailEvent::sequence)
            .thenComparing(TrailEvent::id);

    private final JsonNode document;
    private final String raw;
    private final String id;
    private final Instant time;
    private final String trail;
    private final long sequence;
    private final String action;
    private final String service;

    private TrailEvent(JsonNode document, String raw) {
        this.document = document;
        this.raw = raw;
        time = timeOf(document);
        trail = required(document, EventFields.SERVICE_EPHEMERAL_ID);
        sequence = Documents.at(document, EventFields.EVENT_SEQUENCE).asLong(0);
        action = required(document, EventFields.EVENT_ACTION);
        service = required(document, EventFields.SERVICE_NAME);
        id = Objects.requireNonNullElseGet(
                Documents.text(document, EventFields.EVENT_ID), () -> trail + " " + sequence);
    }

    /**
     * Reads an event from its document.
     *
     * @param json one JSON object
     * @return the event
     * @throws IllegalArgumentException if it is not an event of the audit trail; the message is a sentence
     */
    public static TrailEvent of(String json) {
        JsonNode document;
        try {
            document = Documents.JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("It is not JSON.", e);
        }
        return new TrailEvent(document, json);
    }

    /**
     * Takes a document that has been read already.
     *
     * @param document the document
     * @return the event
     * @throws IllegalArgumentException if it is not an event of the audit trail; the message is a sentence
     */
    public static TrailEvent of(JsonNode document) {
        return new TrailEvent(document, document.toString());
    }

    /** Returns the document as it was read. */
    public JsonNode document() {
        return document;
    }

    /** Returns the text of the document, unchanged. */
    public String raw() {
        return raw;
    }

    /** Returns {@code event.id}. */
    public String id() {
        return id;
    }

    /** Returns when it happened, by the clock of the service that wrote the event. */
    public Instant time() {
        return time;
    }

    /**
     * Returns when the send or the hand-out began, by the same clock; the time of the event where that is not known.
     */
    public Instant start() {
        var start = text(EventFields.EVENT_START);
        try {
            return start == null ? time : Instant.parse(start);
        } catch (DateTimeException e) {
            return time;
        }
    }

    /** Returns the life of the audit trail that wrote it. */
    public String trail() {
        return trail;
    }

    /** Returns its place in that trail, from 1. */
    public long sequence() {
        return sequence;
    }

    /** Returns what happened. */
    public String action() {
        return action;
    }

    /** Returns success, failure or unknown. */
    public String outcome() {
        return Objects.requireNonNullElse(text(EventFields.EVENT_OUTCOME), "unknown");
    }

    /** Returns how far the record had got. */
    public int step() {
        return at(EventFields.STEP).asInt(0);
    }

    /** Returns the service that wrote the event. */
    public String service() {
        return service;
    }

    /** Returns the host that the service ran on. */
    public @Nullable String host() {
        return text(EventFields.HOST_NAME);
    }

    /** Returns, on the consuming side, the service that the record says it comes from. */
    public @Nullable String origin() {
        return text(EventFields.SERVICE_ORIGIN_NAME);
    }

    /** Returns the record's topic. */
    public @Nullable String topic() {
        return text(EventFields.MESSAGING_DESTINATION_NAME);
    }

    /** Returns the record's topic/partition/offset, where it has one. */
    public @Nullable String coordinate() {
        return text(EventFields.RECORD_COORDINATE);
    }

    /** Returns the consumer group. */
    public @Nullable String group() {
        return text(EventFields.MESSAGING_CONSUMER_GROUP_NAME);
    }

    /** Returns the delivery attempt, from 1. */
    public @Nullable Integer attempt() {
        var attempt = at(EventFields.DELIVERY_ATTEMPT);
        return attempt.isNumber() ? attempt.asInt() : null;
    }

    /** Returns how many occurrences the event stands for. */
    public long repeats() {
        return Math.max(1, at(EventFields.REPEAT_COUNT).asLong(1));
    }

    /** Returns the id of the send; on the consuming side, the id that the record carries. */
    public @Nullable String messageId() {
        return text(EventFields.MESSAGING_MESSAGE_ID);
    }

    /** Returns the business key. */
    public @Nullable String businessKey() {
        return text(EventFields.DEDUP_KEY);
    }

    /** Returns the record's key. */
    public @Nullable String key() {
        return text(EventFields.MESSAGING_KAFKA_MESSAGE_KEY);
    }

    /** Returns the digest of the record's bytes. */
    public @Nullable String payloadHash() {
        return text(EventFields.PAYLOAD_HASH);
    }

    /** Returns the class of the root cause. */
    public @Nullable String errorType() {
        return text(EventFields.ERROR_TYPE);
    }

    /** Returns the coordinate that the record calls itself a copy of. */
    public @Nullable String original() {
        var topic = text(EventFields.ORIGINAL_TOPIC);
        return topic == null
                ? null
                : topic + "/" + text(EventFields.ORIGINAL_PARTITION) + "/" + text(EventFields.ORIGINAL_OFFSET);
    }

    /** Returns where a given-up record went. */
    public @Nullable String deadLetter() {
        return text(EventFields.DEAD_LETTER_COORDINATE);
    }

    /** Returns the id of the transaction that the send was part of. */
    public @Nullable String transaction() {
        return text(EventFields.TRANSACTION_ID);
    }

    /**
     * Returns a field as text.
     *
     * @param field one of {@link EventFields}
     * @return its value, null where it is absent or no scalar
     */
    public @Nullable String text(String field) {
        return Documents.text(document, field);
    }

    /** Returns whether it is the event of a send. */
    public boolean isOfSend() {
        return is(Actions.PRODUCED) || is(Actions.PRODUCE_FAILED);
    }

    boolean is(String expected) {
        return action.equals(expected);
    }

    boolean is(String expected, String outcome) {
        return is(expected) && outcome().equals(outcome);
    }

    /** The class of the root cause without its package. */
    String error() {
        var type = errorType();
        return type == null ? "no cause recorded" : type.substring(type.lastIndexOf('.') + 1);
    }

    JsonNode at(String field) {
        return Documents.at(document, field);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrailEvent event && id.equals(event.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return raw;
    }

    private static Instant timeOf(JsonNode document) {
        try {
            return Instant.parse(required(document, EventFields.TIMESTAMP));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Its @timestamp is no time.", e);
        }
    }

    private static String required(JsonNode document, String field) {
        var text = Documents.text(document, field);
        if (text == null) {
            throw new IllegalArgumentException("It has no " + field + ", so it is no event of the audit trail.");
        }
        return text;
    }
}
