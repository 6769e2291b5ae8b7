package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.Recorder;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The wire bytes and headers of the records of the last poll that brought any.
 *
 * <p>Kafka hands one and the same {@code Headers} instance to the key's deserializer, to the value's, and to the
 * {@code ConsumerRecord}; nothing else connects them.
 */
final class FetchCapture {

    // Kafka makes deserializers by class name, so they can find the poll that they work for only by the thread.
    private static final ThreadLocal<@Nullable FetchCapture> CURRENT = new ThreadLocal<>();

    // Containers hold records back while they pause, back off, or try again in place; hardly ever for longer.
    private static final long KEPT = 60_000;

    private final Recorder recorder;
    private final WireCapture capture;
    private CapturedRecords records = new CapturedRecords();
    private CapturedRecords arriving = new CapturedRecords();
    private long held;
    private long arrivingHeld;
    private long since;

    FetchCapture(Recorder recorder, WireCapture capture) {
        this.recorder = recorder;
        this.capture = capture;
    }

    /** Listens to the deserializers on this thread. */
    void begin() {
        if (!arriving.isEmpty()) {
            // Of a poll that threw: its records come again.
            arriving.clear();
            recorder.release(arrivingHeld);
            arrivingHeld = 0;
        }
        CURRENT.set(this);
    }

    /** Forgets the records of the polls before, unless this one brought none: then they may still be handed out. */
    void end() {
        CURRENT.remove();
        if (!arriving.isEmpty()) {
            CapturedRecords handedOut = records;
            records = arriving;
            arriving = handedOut;
            arriving.clear();
            recorder.release(held);
            held = arrivingHeld;
            arrivingHeld = 0;
            since = recorder.now();
        } else if (!records.isEmpty() && recorder.now() - since > KEPT) {
            clear();
        }
    }

    void clear() {
        records.clear();
        recorder.release(held);
        held = 0;
    }

    @Nullable CapturedRecord of(Headers headers) {
        CapturedRecord captured = records.find(headers);
        return captured == null ? arriving.find(headers) : captured;
    }

    /** Called by the deserializer wrappers before the application's deserializer, on the thread that polls. */
    @SuppressWarnings("CatchingUnchecked")
    static void deserializing(String topic, @Nullable Headers headers, @Nullable ByteBuffer bytes, boolean key) {
        FetchCapture current = CURRENT.get();
        if (current != null && headers != null && bytes != null) {
            try {
                current.capture(topic, headers, bytes, key);
            } catch (Throwable e) {
                current.recorder.failed("capture the wire bytes of a fetched record", e);
            }
        }
    }

    private void capture(String topic, Headers headers, ByteBuffer bytes, boolean key) {
        TopicPolicy policy = recorder.policy(topic);
        if (!policy.consume()) {
            return;
        }
        // Kafka deserializes a record's key and then its value.
        CapturedRecord captured = arriving.last();
        if (captured == null || !captured.isOf(headers)) {
            captured = arriving.add(headers);
        }
        if (key) {
            captured.key(capture.key(bytes));
            return;
        }
        int wanted = WireCapture.wanted(bytes.remaining(), policy);
        boolean roomLeft = recorder.tryHold(wanted);
        arrivingHeld += roomLeft ? wanted : 0;
        captured.value(capture.value(bytes, policy, roomLeft));
    }
}
