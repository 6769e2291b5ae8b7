package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.retrytopic.RetryTopicConfiguration;
import org.springframework.kafka.retrytopic.RetryTopicConfigurationBuilder;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Retries through topics of their own. */
@EmbeddedAudit
class RetryTopicRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 20,
            when =
                    "`@RetryableTopic`: a listener fails, the record goes to a retry topic and at last to the dead-letter"
                            + " topic",
            recorded = "`message-consume-failed` and `message-retry-scheduled` with the copy's coordinate; on the retry"
                    + " topic events with `kafka_audit.original.*` and the attempt that goes on counting; at the end"
                    + " `message-dead-lettered`")
    void linksTheAttemptsOfARetryTopic() {
        TruthApplication app = run("row20", "50");
        try (app) {
            app.send("k", "fail");
            app.events().awaitMatching(event -> event.topic().equals("row20-dlt") && isConsumed(event), 1);
        }

        assertThat(app.events().consumption("row20"))
                .containsSubsequence("message-consume-failed 0", "message-retry-scheduled 0", "offset-committed 1");
        AuditedEvent scheduled = app.events().only("message-retry-scheduled");
        assertThat(scheduled.text("kafka_audit.dead_letter.coordinate")).isEqualTo("row20-retry/0/0");
        assertThat(app.events().consumption("row20-retry"))
                .containsSubsequence("message-consume-failed 0", "message-dead-lettered 0", "offset-committed 1");
        AuditedEvent second = app.events().of("message-consume-failed").get(1);
        assertThat(second.text("kafka_audit.original.topic")).isEqualTo("row20");
        assertThat(second.text("kafka_audit.original.partition")).isEqualTo("0");
        assertThat(second.number("kafka_audit.original.offset")).isZero();
        assertThat(second.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(second.flag("kafka_audit.delivery.redelivered")).isFalse();
        assertThat(app.events().only("message-dead-lettered").text("kafka_audit.dead_letter.coordinate"))
                .isEqualTo("row20-dlt/0/0");
        assertThat(app.events().consumption("row20-dlt")).contains("message-consumed 0");
    }

    @Test
    @TruthTableRow(
            value = 21,
            when = "A record on a retry topic is polled before its time (`KafkaBackoffException`)",
            recorded = "nothing; when its time has come it is handed out as if for the first time")
    void recordsNothingForARecordThatIsNotDue() {
        TruthApplication app = run("row21", "1500");
        try (app) {
            app.send("k", "fail");
            app.events().awaitMatching(event -> event.topic().equals("row21-dlt") && isConsumed(event), 1);
        }

        assertThat(app.events().of("message-consume-failed")).hasSize(2);
        AuditedEvent retried = app.events().of("message-consume-failed").get(1);
        assertThat(retried.topic()).isEqualTo("row21-retry");
        assertThat(retried.number("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(retried.text("error.type")).doesNotContain("Backoff");
        assertThat(app.events().consumption("row21-retry"))
                .containsExactly("message-consume-failed 0", "message-dead-lettered 0", "offset-committed 1");
    }

    private static boolean isConsumed(AuditedEvent event) {
        return event.action().equals("message-consumed");
    }

    private static TruthApplication run(String name, String delay) {
        TruthApplication.createTopic(name + "-retry", 1);
        TruthApplication.createTopic(name + "-dlt", 1);
        return TruthApplication.run(name, Retrying.class, "delay=" + delay);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafkaRetryTopic
    static class Retrying {

        @Bean
        static TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        // Not the annotation, whose attribute for the delay has another type in each generation of spring-kafka.
        @Bean
        static RetryTopicConfiguration retries(
                KafkaTemplate<String, Object> template,
                @Value("${topic}") String topic,
                @Value("${delay}") long delay) {
            return RetryTopicConfigurationBuilder.newInstance()
                    .maxAttempts(2)
                    .fixedBackOff(delay)
                    .doNotAutoCreateRetryTopics()
                    .includeTopic(topic)
                    .dltHandlerMethod("retryTopicRowsIntegrationTests.Retrying", "giveUp")
                    .create(template);
        }

        @KafkaListener(topics = "${topic}")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }

        void giveUp(String payload) {}
    }
}
