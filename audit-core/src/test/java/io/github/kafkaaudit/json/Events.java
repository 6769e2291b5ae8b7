package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
final class Events {

    static final String ID = "01900000-0000-7000-8000-000000000001";
    static final long TIME = 1_795_000_000_123L;
    static final ServiceIdentity JOBDA = new ServiceIdentity(
            "jobda", "1.2", "test", "node-1", "5d0e2a52-0000-4000-8000-000000000001", "host-1", 4711, "cluster-1");
    static final ConsumerIdentity GROUP = new ConsumerIdentity("jobda-group", "client-1", "member-1", "listener-1");

    private Events() {}

    static RecordSnapshot record(String json) {
        return record(WireBytes.whole(json.getBytes(UTF_8)), HeaderSnapshot.EMPTY, null);
    }

    static RecordSnapshot record(WireBytes value, HeaderSnapshot headers, @Nullable Object deserialized) {
        WireBytes key = WireBytes.whole("a-17".getBytes(UTF_8));
        return new RecordSnapshot("recruit.result", 3, 42, TIME - 70, "CreateTime", key, value, headers, deserialized);
    }

    static AuditEvent.Builder consumed(RecordSnapshot record) {
        return AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .record(record)
                .consumer(GROUP)
                .delivery(Delivery.attempt(2))
                .start(TIME - 20)
                .duration(20_000_000);
    }

    static AuditEvent.Builder failed(RecordSnapshot record, Throwable error) {
        return consumed(record).action(AuditAction.MESSAGE_CONSUME_FAILED).error(error);
    }

    static AuditEvent.Builder produced(RecordSnapshot record) {
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                .record(record)
                .messageId("0190aaaa-0000-7000-8000-000000000002")
                .clientId("producer-1")
                .start(TIME - 5)
                .duration(5_000_000);
    }

    static HeaderSnapshot headers(String... namesAndValues) {
        String[] names = new String[namesAndValues.length / 2];
        byte[][] values = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = namesAndValues[2 * i];
            values[i] = namesAndValues[2 * i + 1].getBytes(UTF_8);
        }
        return new HeaderSnapshot(names, values);
    }
}
