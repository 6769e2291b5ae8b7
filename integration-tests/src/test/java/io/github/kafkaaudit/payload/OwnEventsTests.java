package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.IndexerDecisions;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.payload.HostilePayloads.Payload;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The events of the library itself, which are within the limits of what is admitted. */
class OwnEventsTests {

    @Test
    void areAdmittedWhateverTheirPayloadIs() {
        JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(ServiceIdentity.of("own-events"), null);
        List<String> refused = new ArrayList<>();
        try (IndexerDecisions indexer = new IndexerDecisions(Instant.now())) {
            for (Payload payload : HostilePayloads.all(1)) {
                byte[] json = encoder.encode(
                                event(payload.bytes()), UUID.randomUUID().toString(), TopicPolicy.DEFAULT, 0)
                        .json();
                var decision = indexer.decide(json, "kafka-audit", 0, 1);
                if (!decision.index().startsWith("kafka-audit-2")) {
                    refused.add(payload + ": " + decision.document());
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    private static AuditEvent event(byte[] bytes) {
        WireBytes value = WireBytes.whole(bytes);
        HeaderSnapshot headers = new HeaderSnapshot(
                new String[] {"value", new String(bytes, UTF_8), "twice", "twice"},
                new byte[][] {bytes, {1}, bytes, "text".getBytes(UTF_8)});
        RecordSnapshot record =
                new RecordSnapshot("own", 0, 1, System.currentTimeMillis(), "CreateTime", value, value, headers, null);
        return AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED)
                .record(record)
                .error(new IllegalStateException(new String(bytes, UTF_8)))
                .build(1L, System.currentTimeMillis());
    }
}
