package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** {@code kafka.audit.payload.capture=once}: one event has the payload, the others point to it by its digest. */
@EmbeddedAudit
class PayloadOnceIntegrationTests {

    private static final String PAYLOAD = "{\"applicantId\":\"A-17\"}";

    @Test
    void leavesThePayloadToTheEventOfTheSend() {
        TruthApplication app = run("once", "once");

        AuditedEvent sent = app.events().only("message-produced");
        AuditedEvent consumed = app.events().only("message-consumed");
        assertThat(sent.text("kafka_audit.payload.json.applicantId")).isEqualTo("A-17");
        assertThat(consumed.has("kafka_audit.payload.json")).isFalse();
        assertThat(consumed.text("kafka_audit.payload.format")).isEqualTo("hash");
        assertThat(consumed.text("kafka_audit.payload.reason")).isEqualTo("recorded once, with the send");
        assertThat(consumed.text("kafka_audit.payload.hash")).isEqualTo(sent.text("kafka_audit.payload.hash"));
        assertThat(consumed.number("messaging.message.body.size")).isEqualTo(PAYLOAD.length());
        assertThat(consumed.text("kafka_audit.dedup.key"))
                .isEqualTo("A-17")
                .isEqualTo(sent.text("kafka_audit.dedup.key"));
    }

    @Test
    void believesOnlyServicesThatTheSettingNames() {
        TruthApplication app = run("once.stranger", "another-service");

        assertThat(app.events().only("message-consumed").text("kafka_audit.payload.json.applicantId"))
                .isEqualTo("A-17");
    }

    @Test
    void keepsThePayloadOfAFailure() {
        TruthApplication app = TruthApplication.run("once.failing", Failing.class, settings("once.failing"));
        try (app) {
            app.send("k", PAYLOAD);
            app.events().await("message-consume-failed", 1);
        }

        assertThat(app.events().of("message-consume-failed"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.text("kafka_audit.payload.json.applicantId"))
                        .isEqualTo("A-17"));
    }

    @Test
    void doesNotPassOnTheClaimOfAnotherSend() {
        TruthApplication app = TruthApplication.run("once.relay", Quiet.class, settings("once.relay"));
        String large = "{\"applicantId\":\"A-17\",\"text\":\"" + "x".repeat(40_000) + "\"}";
        try (app) {
            TruthApplication.get(app.<String, Object>template()
                    .send(new ProducerRecord<>(
                            "once.relay",
                            null,
                            "k",
                            large,
                            List.of(new RecordHeader("ka-payload", "full".getBytes(StandardCharsets.US_ASCII))))));
            app.events().await("message-consumed", 1);
        }

        assertThat(app.events().only("message-consumed").text("kafka_audit.payload.reason"))
                .isNotEqualTo("recorded once, with the send");
    }

    private static TruthApplication run(String name, String believed) {
        TruthApplication app = TruthApplication.run(name, Quiet.class, settings(believed));
        try (app) {
            app.send("k", PAYLOAD);
            app.events().await("message-consumed", 1);
        }
        return app;
    }

    private static String[] settings(String believed) {
        return new String[] {
            "kafka.audit.payload.capture=once",
            "kafka.audit.payload.once-from=" + believed,
            "kafka.audit.business-key=/applicantId"
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class Quiet {

        @KafkaListener(id = "quiet", idIsGroup = false, topics = "${topic}")
        void listen(String value) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        DefaultErrorHandler errorHandler() {
            return new DefaultErrorHandler(new FixedBackOff(0, 0));
        }

        @KafkaListener(id = "failing", idIsGroup = false, topics = "${topic}")
        void listen(String value) {
            throw new IllegalStateException("the mail server is away");
        }
    }
}
