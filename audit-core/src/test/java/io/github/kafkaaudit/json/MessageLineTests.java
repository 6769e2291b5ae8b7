package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.TopicPolicy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageLineTests {

    private final JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(Events.JOBDA, null);

    @Test
    void saysWhatHappenedToWhichRecord() {
        assertThat(document("jobda").get("message").stringValue()).isEqualTo("results/3/17 consumed by jobda");
    }

    @Test
    void cutsALineThatIsTooLongAndSaysSo() {
        JsonNode document = document("합격".repeat(1000));
        String line = document.get("message").stringValue();
        assertThat(line).startsWith("results/3/17 consumed by 합격합격");
        assertThat(line.getBytes(UTF_8)).hasSizeBetween(2040, 2048);
        assertThat(document.at("/kafka_audit/truncated_fields").valueStream().map(JsonNode::stringValue))
                .contains("message");
    }

    private JsonNode document(String group) {
        AuditEvent event = AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .record(new RecordSnapshot(
                        "results", 3, 17, 1, "CreateTime", WireBytes.NONE, WireBytes.NONE, HeaderSnapshot.EMPTY, null))
                .consumer(new ConsumerIdentity(group, "client-1", null, "listener"))
                .build(1, 1_795_000_000_123L);
        EncodedAuditEvent encoded = encoder.encode(event, "id", TopicPolicy.DEFAULT, 0);
        return JsonMapper.shared().readTree(encoded.json());
    }
}
