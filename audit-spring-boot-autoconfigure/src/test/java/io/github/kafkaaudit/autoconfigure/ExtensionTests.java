package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyExtractor;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What applications bring along, as {@code docs/extending.md} says. */
@ExtendWith(OutputCaptureExtension.class)
class ExtensionTests {

    private final Documents documents = new Documents();
    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
            .withPropertyValues("spring.application.name=extended", "kafka.audit.spool.enabled=false");

    @Test
    void findABusinessKeyWhereTheSettingsNameNone() {
        contextRunner
                .withBean(AuditSink.class, () -> documents)
                .withBean(BusinessKeyExtractor.class, () -> record -> {
                    byte[] value = record.value().bytes();
                    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
                    return text.startsWith("RESULT;") ? text.split(";", -1)[1] : null;
                })
                .withPropertyValues("kafka.audit.rules[0].topics=keyed", "kafka.audit.rules[0].business-key=key")
                .run(context -> {
                    record(context, "plain", "RESULT;A-17;passed");
                    record(context, "plain", "OTHER");
                    record(context, "keyed", "RESULT;A-18;passed");

                    assertThat(documents.of("plain"))
                            .extracting(
                                    event -> event.at("/kafka_audit/dedup/key").asString(""))
                            .containsExactly("A-17", "");
                    assertThat(documents
                                    .of("plain")
                                    .get(1)
                                    .at("/kafka_audit/dedup/reason")
                                    .asString(""))
                            .isNotEmpty();
                    assertThat(documents.of("keyed"))
                            .extracting(
                                    event -> event.at("/kafka_audit/dedup/key").asString(""))
                            .containsExactly("k1");
                });
    }

    @Test
    void failToFindABusinessKeyWithACountAndOneLineInTheLog(CapturedOutput output) {
        contextRunner
                .withBean(AuditSink.class, () -> documents)
                .withBean(BusinessKeyExtractor.class, () -> record -> {
                    throw new IllegalStateException("quotes the payload");
                })
                .run(context -> {
                    record(context, "plain", "one");
                    record(context, "plain", "two");

                    assertThat(documents.of("plain"))
                            .hasSize(2)
                            .allSatisfy(event -> assertThat(event.at("/kafka_audit/dedup/reason")
                                            .asString(""))
                                    .contains("java.lang.IllegalStateException"));
                    assertThat(context.getBean(AuditTrail.class).statistics().failures())
                            .isGreaterThanOrEqualTo(2);
                    assertThat(output.toString().split("BusinessKeyExtractor", -1))
                            .hasSize(2);
                    assertThat(output).doesNotContain("quotes the payload");
                });
    }

    @Test
    void areRefusedWithTheirNamesWhenThereAreSeveral() {
        contextRunner
                .withPropertyValues("kafka.audit.sink=none")
                .withBean("one", BusinessKeyExtractor.class, () -> record -> "1")
                .withBean("other", BusinessKeyExtractor.class, () -> record -> "2")
                .run(context -> assertRefused(context, "BusinessKeyExtractor: ", "one, other"));
        contextRunner
                .withBean("first", AuditSink.class, () -> documents)
                .withBean("second", AuditSink.class, () -> documents)
                .run(context -> assertRefused(context, "AuditSink: ", "first, second"));
    }

    @Test
    void areTakenWhenOneOfThemIsPrimary() {
        contextRunner
                .withBean("one", AuditSink.class, Documents::new)
                .withBean("other", AuditSink.class, () -> documents, definition -> definition.setPrimary(true))
                .run(context -> {
                    record(context, "plain", "one");
                    assertThat(documents.of("plain")).hasSize(1);
                });
    }

    @Test
    void needANameOfTheServiceToBeToldApart(CapturedOutput output) {
        contextRunner
                .withPropertyValues("kafka.audit.sink=none")
                .run(context -> assertThat(output).doesNotContain("nobody has named this service"));
        contextRunner
                .withPropertyValues("spring.application.name=", "kafka.audit.sink=none")
                .run(context -> assertThat(output)
                        .contains("service.name is \"application\"")
                        .contains("Set spring.application.name or kafka.audit.service.name."));
    }

    private static void record(AssertableApplicationContext context, String topic, String value) {
        assertThat(context).hasNotFailed();
        AuditTrail trail = context.getBean(AuditTrail.class);
        RecordSnapshot record = new RecordSnapshot(
                topic,
                0,
                1,
                1,
                "CreateTime",
                WireBytes.whole("k1".getBytes(StandardCharsets.UTF_8)),
                WireBytes.whole(value.getBytes(StandardCharsets.UTF_8)),
                HeaderSnapshot.EMPTY,
                null);
        trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(record));
        assertThat(trail.flush(Duration.ofSeconds(20))).isTrue();
    }

    private static void assertRefused(AssertableApplicationContext context, String type, String names) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "the start did not fail");
        assertThat(Objects.requireNonNull(new InvalidKafkaAuditSettingFailureAnalyzer().analyze(failure))
                        .getDescription())
                .startsWith(type)
                .contains(names);
    }

    private static final class Documents implements AuditSink {

        private final List<JsonNode> written = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
            events.forEach(event -> written.add(JsonMapper.shared().readTree(event.json())));
            return CompletableFuture.completedFuture(null);
        }

        List<JsonNode> of(String topic) {
            return written.stream()
                    .filter(event ->
                            event.at("/messaging/destination/name").asString("").equals(topic))
                    .toList();
        }
    }
}
