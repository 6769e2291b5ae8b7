package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaListener;

class WrongSettingsTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
            .withPropertyValues("kafka.audit.sink=none");

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("topic=", "kafka.audit.topic", "is not the name of a Kafka topic"),
                Arguments.of("topic=audit events", "kafka.audit.topic", "is not the name of a Kafka topic"),
                Arguments.of("topic=..", "kafka.audit.topic", "is not the name of a Kafka topic"),
                Arguments.of("topic=" + "t".repeat(250), "kafka.audit.topic", "is not the name of a Kafka topic"),
                Arguments.of("logs.topic=a/b", "kafka.audit.logs.topic", "is not the name of a Kafka topic"),
                Arguments.of("logs.topic=kafka-audit", "kafka.audit.logs.topic", "cannot share the topic"),
                Arguments.of("logs.queue-capacity=1", "kafka.audit.logs.queue-capacity", "too small"),
                Arguments.of("topics.include=", "kafka.audit.topics.include", "No topic is included"),
                Arguments.of("topics.exclude[0]=", "kafka.audit.topics.exclude", "must not be blank"),
                Arguments.of("commits.interval=-1s", "kafka.audit.commits.interval", "cannot be negative"),
                Arguments.of("block-timeout=-1ms", "kafka.audit.block-timeout", "cannot be negative"),
                Arguments.of("shutdown-timeout=-1s", "kafka.audit.shutdown-timeout", "cannot be negative"),
                Arguments.of("queue.capacity=0", "kafka.audit.queue.capacity", "too small"),
                Arguments.of("queue.max-memory=1KB", "kafka.audit.queue.max-memory", "too little"),
                Arguments.of("payload.max-size=1GB", "kafka.audit.payload.max-size", "out of range"),
                Arguments.of("payload.max-size=-1B", "kafka.audit.payload.max-size", "out of range"),
                Arguments.of("payload.digest-limit=1GB", "kafka.audit.payload.digest-limit", "out of range"),
                Arguments.of(
                        "payload.capture=once,headers.enabled=false",
                        "kafka.audit.payload.capture",
                        "needs the headers"),
                Arguments.of(
                        "rules[0].topics=a,rules[0].payload.capture=once,rules[0].headers=false",
                        "kafka.audit.rules[0].payload.capture",
                        "needs the headers"),
                Arguments.of(
                        "payload.capture-on-failure=once",
                        "kafka.audit.payload.capture-on-failure",
                        "cannot leave its payload"),
                Arguments.of("masking.hmac-key-id=k:1", "kafka.audit.masking.hmac-key-id", "cannot be the name"),
                Arguments.of("masking.fields=a~b", "kafka.audit.masking.fields", "neither a field's name nor"),
                Arguments.of("masking.headers[0]=", "kafka.audit.masking.headers", "must not be blank"),
                Arguments.of("masking.patterns[0]=[0-9", "kafka.audit.masking.patterns", "is no regular expression"),
                Arguments.of("masking.patterns[0]=[0-9]*", "kafka.audit.masking.patterns", "matches the empty text"),
                Arguments.of("business-key=applicantId", "kafka.audit.business-key", "neither a JSON pointer"),
                Arguments.of("business-key=header:", "kafka.audit.business-key", "does not say which header"),
                Arguments.of("rules[0].produce=false", "kafka.audit.rules[0].topics", "which topics it is for"),
                Arguments.of("rules[0].topics[0]=", "kafka.audit.rules[0].topics", "must"),
                Arguments.of(
                        "commits.barrier.timeout=0s,commits.barrier.enabled=true",
                        "kafka.audit.commits.barrier.timeout",
                        "leaves no time"),
                Arguments.of(
                        "on-overflow=drop,commits.barrier.enabled=true",
                        "kafka.audit.on-overflow",
                        "never become safe"),
                Arguments.of(
                        "rules[0].topics=a,rules[0].on-overflow=drop,commits.barrier.enabled=true",
                        "kafka.audit.rules[0].on-overflow",
                        "never become safe"),
                Arguments.of("topic-creation.partitions=0", "kafka.audit.topic-creation.partitions", "too small"),
                Arguments.of("topic-creation.replication=0", "kafka.audit.topic-creation.replication", "too small"),
                Arguments.of("topic-creation.retention=0s", "kafka.audit.topic-creation.retention", "keeps nothing"),
                Arguments.of(
                        "producer.bootstrap-servers=broker",
                        "kafka.audit.producer.bootstrap-servers",
                        "is not the address of a broker"),
                Arguments.of(
                        "producer.properties.transactional.id=t",
                        "kafka.audit.producer.properties.transactional.id",
                        "decides about this property"),
                Arguments.of(
                        "producer.properties.acks=most", "kafka.audit.producer.properties.acks", "Invalid value most"),
                Arguments.of(
                        "producer.properties.linger.ms=soon",
                        "kafka.audit.producer.properties.linger.ms",
                        "Invalid value soon"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void areRefusedWithTheirNameAndTheWayOut(String setting, String property, String sentence) {
        String[] settings =
                Stream.of(setting.split(",")).map(one -> "kafka.audit." + one).toArray(String[]::new);
        contextRunner.withPropertyValues(settings).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).startsWith(property + ":").contains(sentence);
            assertThat(analysis.getAction()).isNotBlank().endsWith(".");
        });
    }

    @Test
    void includeTheCommitBarrierForConsumersThatCommitByThemselves() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.commits.barrier.enabled=true", "spring.kafka.consumer.enable-auto-commit=true")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.enabled:")
                        .contains("\"kafkaConsumerFactory\" commit by themselves"));
    }

    @Test
    void includeTheCommitBarrierForAListenerThatCommitsByItself() {
        contextRunner
                .withUserConfiguration(CommittingByItself.class)
                .withPropertyValues("kafka.audit.commits.barrier.enabled=true")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.enabled:")
                        .contains("\"self-committing\" commit by themselves"));
    }

    @Test
    void includeTheCommitBarrierForKafkaStreams() {
        contextRunner
                .withUserConfiguration(Streams.class)
                .withPropertyValues(
                        "kafka.audit.commits.barrier.enabled=true",
                        "spring.application.name=streams",
                        "spring.kafka.streams.auto-startup=false")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.enabled:")
                        .contains("Kafka Streams commits by itself"));
    }

    @Test
    void areRefusedInRulesToo() {
        contextRunner
                .withPropertyValues("kafka.audit.rules[0].topics=a", "kafka.audit.rules[0].block-timeout=-5s")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.rules[0].block-timeout:"));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "/email, fields=Email",
        "/resident_number, fields=residentNumber",
        "/applicant/email, fields=applicant",
        "/applicant/email, fields=/applicant/email",
        "/applicant, fields=/applicant/email",
        "/applicants/0/email, fields=/applicants/*/email",
        "header:order-id, headers=Order-Id",
        "key, key=true"
    })
    void areRefusedWhenTheyMakeTheBusinessKeyUnreadable(String part, String masking) {
        ApplicationContextRunner masked = contextRunner.withPropertyValues(
                "kafka.audit.rules[0].topics=a",
                "kafka.audit.rules[0].business-key=/id," + part,
                "kafka.audit.masking." + masking);
        masked.run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                .startsWith("kafka.audit.rules[0].business-key:")
                .contains("\"" + part + "\"")
                .contains("is masked"));
        masked.withPropertyValues("kafka.audit.masking.hmac-secret=a-long-and-secret-secret")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void areRefusedWhenARuleMasksTheBusinessKeyOfEveryTopic() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.business-key=/applicant/id",
                        "kafka.audit.rules[0].topics=a",
                        "kafka.audit.rules[0].masking.fields=id")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.rules[0].masking:"));
    }

    @Test
    void allowBusinessKeysBesideWhatIsMasked() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.business-key=/applicant/id,header:order-id",
                        "kafka.audit.masking.fields=email,/applicant/name,/orders/*/id",
                        "kafka.audit.masking.headers=authorization")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void areRefusedWhenTheirNameIsMisspelt() {
        contextRunner
                .withPropertyValues("kafka.audit.masking.filds=password")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("kafka.audit.masking.filds"));
    }

    @Test
    void doNotMatterWhenAuditingIsSwitchedOff() {
        contextRunner
                .withPropertyValues("kafka.audit.enabled=false", "kafka.audit.topic=a b")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class CommittingByItself {

        @KafkaListener(
                id = "self-committing",
                topics = "t",
                autoStartup = "false",
                properties = "enable.auto.commit=true")
        void on(String value) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafkaStreams
    static class Streams {}

    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        return Objects.requireNonNull(new InvalidKafkaAuditSettingFailureAnalyzer()
                .analyze(Objects.requireNonNull(failure, "the start did not fail")));
    }
}
