package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.json.EventDocument;
import io.github.kafkaaudit.json.EventFields;
import org.jspecify.annotations.Nullable;

/** One event of a recorded trail: the document that would have been written to the audit topic. */
public final class RecordedEvent {

    private final EventDocument document;

    private RecordedEvent(EventDocument document) {
        this.document = document;
    }

    static RecordedEvent parse(byte[] json) {
        return new RecordedEvent(EventDocument.parse(json));
    }

    /** Returns the whole document. */
    public EventDocument document() {
        return document;
    }

    /**
     * Returns a field of the document.
     *
     * @param name the dotted name, such as {@code kafka_audit.record.coordinate}; see {@link EventFields}
     * @return the value as text, or null if the event has no such field
     */
    public @Nullable String field(String name) {
        return document.text(name);
    }

    /** Returns what happened, such as {@code message-produced}. */
    public String action() {
        return String.valueOf(field(EventFields.EVENT_ACTION));
    }

    /** Returns the topic, or null for events of the trail itself. */
    public @Nullable String topic() {
        return field(EventFields.MESSAGING_DESTINATION_NAME);
    }

    /** Returns the record's place, as {@code topic/partition/offset}, or null. */
    public @Nullable String coordinate() {
        return field(EventFields.RECORD_COORDINATE);
    }

    /** Returns the record's key as the event shows it, or null. */
    public @Nullable String key() {
        return field(EventFields.MESSAGING_KAFKA_MESSAGE_KEY);
    }

    /** Returns the consumer group, or null. */
    public @Nullable String group() {
        return field(EventFields.MESSAGING_CONSUMER_GROUP_NAME);
    }

    /** Returns the business key, or null. */
    public @Nullable String businessKey() {
        return field(EventFields.DEDUP_KEY);
    }

    boolean is(AuditAction action) {
        return action.value().equals(action());
    }

    /** Whether the record is a copy that a recoverer or a retry topic made of another one. */
    boolean isCopy() {
        return field(EventFields.ORIGINAL_TOPIC) != null;
    }

    boolean isSpooled() {
        return "true".equals(field(EventFields.PIPELINE_SPOOLED));
    }

    /** Returns one line with what tells this event from others. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder()
                .append(field(EventFields.TIMESTAMP))
                .append(" #")
                .append(field(EventFields.EVENT_SEQUENCE))
                .append(' ')
                .append(field(EventFields.SERVICE_NAME))
                .append(' ')
                .append(action());
        String coordinate = coordinate();
        append(line, "", coordinate == null ? topic() : coordinate);
        append(line, "key=", key());
        append(line, "dedup=", businessKey());
        append(line, "group=", group());
        append(line, "listener=", field(EventFields.LISTENER_ID));
        append(line, "attempt=", field(EventFields.DELIVERY_ATTEMPT));
        append(line, "message=", field(EventFields.MESSAGING_MESSAGE_ID));
        append(line, "thread=", field(EventFields.PROCESS_THREAD_NAME));
        append(line, "error=", field(EventFields.ERROR_TYPE));
        append(line, "reason=", field(EventFields.EVENT_REASON));
        return line.toString();
    }

    private static void append(StringBuilder line, String label, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(label).append(value);
        }
    }
}
