package io.github.kafkaaudit.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.policy.TopicPolicy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonAuditEventEncoderTests {

    private final JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(Events.JOBDA, null);
    private final JsonMapper mapper = new JsonMapper();

    @Test
    void nestsTheFieldsOfAConsumedRecord() {
        EncodedAuditEvent encoded = encode(Events.consumed(Events.record("{\"applicantId\":\"17\"}")));

        JsonNode document = mapper.readTree(encoded.json());
        assertThat(document.at("/event/id").asString()).isEqualTo(Events.ID);
        assertThat(document.at("/event/action").asString()).isEqualTo("message-consumed");
        assertThat(document.at("/message").asString())
                .isEqualTo("recruit.result/3/42 consumed by jobda-group (attempt 2)");
        assertThat(document.at("/kafka_audit/record/coordinate").asString()).isEqualTo("recruit.result/3/42");
        assertThat(document.at("/kafka_audit/record/queue_time_ms").asInt()).isEqualTo(50);
        assertThat(document.at("/kafka_audit/payload/json/applicantId").asString())
                .isEqualTo("17");
    }

    @Test
    void marksADocumentAsSpooledOnce() {
        EncodedAuditEvent encoded = encode(Events.produced(Events.record("text")));

        EncodedAuditEvent marked = encoder.markSpooled(encoded);

        assertThat(mapper.readTree(marked.json())
                        .at("/kafka_audit/pipeline/spooled")
                        .asBoolean())
                .isTrue();
        assertThat(encoder.markSpooled(marked).json()).isEqualTo(marked.json());
    }

    @Test
    void marksADocumentThatReportsDrops() {
        AuditEvent event = Events.produced(Events.record("text")).build(7, Events.TIME);
        EncodedAuditEvent encoded = encoder.encode(event, Events.ID, TopicPolicy.DEFAULT, 5);

        JsonNode document = mapper.readTree(encoder.markSpooled(encoded).json());

        assertThat(document.at("/kafka_audit/pipeline/dropped_before").asInt()).isEqualTo(5);
        assertThat(document.at("/kafka_audit/pipeline/spooled").asBoolean()).isTrue();
    }

    private EncodedAuditEvent encode(AuditEvent.Builder event) {
        return encoder.encode(event.build(7, Events.TIME), Events.ID, TopicPolicy.DEFAULT, 0);
    }
}
