package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * What is seen of a record on its way to the broker. Of most sends this is all there is to tell: then it is recorded as
 * it is, and the audit thread makes the event and its picture of the record.
 *
 * <p><b>Threading</b>: used by one thread at a time, as {@link AuditEvent.Builder}; once recorded it does not change
 * any more.
 */
public final class SentRecord extends Recordable {

    private final String thread = Thread.currentThread().getName();
    private final long start;
    // When the send began; from its end on, how long it took.
    private long nanos = System.nanoTime();
    private String topic;
    private int partition = -1;
    private long offset = -1;
    private long created = -1;
    private @Nullable WireBytes key;
    private @Nullable WireBytes value;
    private @Nullable HeaderSnapshot headers;
    private @Nullable String clientId;

    /**
     * Begins with what is known before anything is sent.
     *
     * @param topic the topic that was asked for
     * @param start the current time in milliseconds since the epoch
     */
    public SentRecord(String topic, long start) {
        this.topic = topic;
        this.start = start;
    }

    /**
     * Sets the topic that the record goes to.
     *
     * @param topic the topic's name
     */
    public void topic(String topic) {
        this.topic = topic;
    }

    /**
     * Sets the key on the wire.
     *
     * @param key the key
     */
    public void key(WireBytes key) {
        this.key = key;
    }

    /**
     * Returns the key on the wire.
     *
     * @return the key, or null if it was not seen yet
     */
    public @Nullable WireBytes key() {
        return key;
    }

    /**
     * Sets the value on the wire.
     *
     * @param value the value
     */
    public void value(WireBytes value) {
        this.value = value;
    }

    /**
     * Returns the value on the wire.
     *
     * @return the value, or null if it was not seen yet
     */
    public @Nullable WireBytes value() {
        return value;
    }

    /**
     * Sets the headers on the wire.
     *
     * @param headers the headers
     */
    public void headers(HeaderSnapshot headers) {
        this.headers = headers;
    }

    /**
     * Returns the headers on the wire.
     *
     * @return the headers, or null if they were not seen yet
     */
    public @Nullable HeaderSnapshot headers() {
        return headers;
    }

    /**
     * Sets where the record was written to.
     *
     * @param partition the partition, or -1
     * @param offset the offset, or -1
     * @param timestamp the record's timestamp in milliseconds since the epoch, or -1
     */
    public void writtenTo(int partition, long offset, long timestamp) {
        this.partition = partition;
        this.offset = offset;
        this.created = timestamp;
    }

    /**
     * Ends the send; called once.
     *
     * @param clientId the producer's client id, or null
     * @param now the current {@link System#nanoTime}
     */
    public void end(@Nullable String clientId, long now) {
        this.clientId = clientId;
        this.nanos = now - nanos;
    }

    /**
     * Describes the send, for an event that has more to tell than it.
     *
     * @param deserialized the object that the value was made from, where it cannot be read from its bytes alone
     * @return an event about a send that succeeded
     */
    public AuditEvent.Builder describe(@Nullable Object deserialized) {
        RecordSnapshot record = new RecordSnapshot(
                topic,
                partition,
                offset,
                created,
                null,
                key == null ? WireBytes.NONE : key,
                value == null ? WireBytes.NONE : value,
                headers == null ? HeaderSnapshot.EMPTY : headers,
                deserialized);
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                .thread(thread)
                .start(start)
                .duration(nanos)
                .record(record)
                .clientId(clientId);
    }

    @Override
    AuditEvent.Builder describe() {
        return describe(null);
    }

    @Override
    public String recordedTopic() {
        return topic;
    }

    @Override
    public int kept() {
        return (key == null ? 0 : key.kept())
                + (value == null ? 0 : value.kept())
                + (headers == null ? 0 : headers.kept());
    }

    @Override
    public boolean isReserved() {
        return false;
    }
}
