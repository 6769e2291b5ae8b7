package io.github.kafkaaudit.event;

import org.jspecify.annotations.Nullable;

/**
 * An immutable picture of one Kafka record.
 *
 * @param topic the topic
 * @param partition the partition, or -1 if it is not known
 * @param offset the offset that the broker gave it, or -1 if it has none or it is not known
 * @param timestamp the record's timestamp in milliseconds since the epoch, or -1 if it is not known
 * @param timestampType {@code CreateTime} or {@code LogAppendTime}, or null if it is not known
 * @param key the key on the wire
 * @param value the value on the wire
 * @param headers the headers on the wire
 * @param deserialized the object that the value was deserialized to or serialized from, for payloads that cannot be
 *     read from their bytes alone (schema registry framing), or null
 */
public record RecordSnapshot(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable String timestampType,
        WireBytes key,
        WireBytes value,
        HeaderSnapshot headers,
        @Nullable Object deserialized) {

    /**
     * Names a partition, for an event that is about no record of it.
     *
     * @param topic the topic
     * @param partition the partition
     * @return a record without anything but its place
     */
    public static RecordSnapshot ofPartition(String topic, int partition) {
        return new RecordSnapshot(
                topic, partition, -1, -1, null, WireBytes.NONE, WireBytes.NONE, HeaderSnapshot.EMPTY, null);
    }

    /**
     * Returns the coordinate that joins the producing and the consuming side.
     *
     * @return {@code topic/partition/offset}, or null while the record has no place in the log
     */
    public @Nullable String coordinate() {
        return partition < 0 || offset < 0 ? null : Coordinate.text(topic, partition, offset);
    }

    /**
     * Returns the same record with the place that the broker gave it.
     *
     * @param topic the topic that it was really written to
     * @param partition the partition, or -1
     * @param offset the offset, or -1
     * @param timestamp the timestamp in the log, or -1
     * @param timestampType {@code CreateTime} or {@code LogAppendTime}, or null if it is not known
     * @return the placed record
     */
    public RecordSnapshot placedAt(
            String topic, int partition, long offset, long timestamp, @Nullable String timestampType) {
        return new RecordSnapshot(
                topic, partition, offset, timestamp, timestampType, key, value, headers, deserialized);
    }

    /**
     * Returns the number of bytes of the application's data that this picture keeps in memory.
     *
     * @return the number of bytes of key, value and headers; that of the value twice, if the object is kept that it was
     *     made from
     */
    public int kept() {
        // The object can be larger than what was kept of its bytes.
        int object = deserialized == null ? 0 : Math.max(0, value.size());
        return key.kept() + value.kept() + headers.kept() + object;
    }
}
