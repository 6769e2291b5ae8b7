package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.kafka.delivery.Snapshots;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Pictures of consumed records: as they stood on the wire where that was seen, else as they are now. */
final class RecordCapture implements Snapshots {

    // What spring-kafka adds to a record's headers after it was fetched.
    private static final Set<String> NOT_FROM_THE_WIRE = Set.of(
            "kafka_listenerInfo",
            "kafka_deliveryAttempt",
            "springDeserializerExceptionKey",
            "springDeserializerExceptionValue");

    private final Recorder recorder;
    private final FetchCapture fetched;
    private final WireCapture capture;

    RecordCapture(Recorder recorder, FetchCapture fetched, WireCapture capture) {
        this.recorder = recorder;
        this.fetched = fetched;
        this.capture = capture;
    }

    FetchCapture fetched() {
        return fetched;
    }

    @Override
    public RecordSnapshot of(ConsumerRecord<?, ?> record, TopicPolicy policy) {
        CapturedRecord captured = fetched.of(record.headers());
        WireBytes key = captured == null ? null : captured.key();
        WireBytes value = captured == null ? null : captured.value();
        TimestampType type = record.timestampType();
        return new RecordSnapshot(
                record.topic(),
                record.partition(),
                record.offset(),
                type == TimestampType.NO_TIMESTAMP_TYPE ? -1 : record.timestamp(),
                type == TimestampType.NO_TIMESTAMP_TYPE ? null : type.toString(),
                key != null ? key : uncaptured(record.key(), record.serializedKeySize(), null),
                value != null ? value : uncaptured(record.value(), record.serializedValueSize(), policy),
                captured == null ? withoutAdded(record.headers()) : captured.headers(),
                policy.showsPayload() ? recorder.snapshot(record.value()) : null);
    }

    @Override
    public void close() {
        fetched.clear();
    }

    /** What can be said of a key or value when the application's own deserializer setting kept ours out. */
    private WireBytes uncaptured(@Nullable Object object, int size, @Nullable TopicPolicy valuePolicy) {
        if (size == ConsumerRecord.NULL_SIZE && object == null) {
            return WireBytes.NONE;
        }
        if (object instanceof byte[] bytes) {
            return valuePolicy == null
                    ? capture.key(bytes, bytes, TopicPolicy.DEFAULT)
                    : capture.value(bytes, bytes, valuePolicy, true);
        }
        return WireBytes.unavailable(size);
    }

    private static HeaderSnapshot withoutAdded(Headers headers) {
        List<Object> namesAndValues = new ArrayList<>();
        for (Header header : headers) {
            if (!NOT_FROM_THE_WIRE.contains(header.key())) {
                namesAndValues.add(header.key());
                namesAndValues.add(header.value());
            }
        }
        return HeaderSnapshot.ofPairs(namesAndValues.toArray());
    }
}
