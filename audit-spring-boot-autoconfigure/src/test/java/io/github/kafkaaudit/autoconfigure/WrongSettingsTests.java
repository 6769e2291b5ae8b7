package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.CompositePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaListener;

@ExtendWith(OutputCaptureExtension.class)
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
                        "commits.barrier.timeout=0s,commits.barrier.enabled=true,sink=log",
                        "kafka.audit.commits.barrier.timeout",
                        "leaves no time"),
                Arguments.of(
                        "on-overflow=drop,commits.barrier.enabled=true,sink=log",
                        "kafka.audit.on-overflow",
                        "never become safe"),
                Arguments.of(
                        "rules[0].topics=a,rules[0].on-overflow=drop,commits.barrier.enabled=true,sink=log",
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
                        "Invalid value soon"),
                Arguments.of("topic=__consumer_offsets", "kafka.audit.topic", "is an internal topic"),
                Arguments.of("logs.topic=_schemas", "kafka.audit.logs.topic", "is an internal topic"),
                Arguments.of("topics.exclude=*", "kafka.audit.topics.exclude", "leaves no topic"),
                Arguments.of(
                        "topics.include[0]=a.*,topics.include[1]=b,topics.exclude[0]=b*,topics.exclude[1]=a*",
                        "kafka.audit.topics.exclude",
                        "leaves no topic"),
                Arguments.of("topics.include=.*", "kafka.audit.topics.include", "matches no topic"),
                Arguments.of("topics.include=recruit\\..*", "kafka.audit.topics.include", "matches no topic"),
                Arguments.of("topics.include=^orders$", "kafka.audit.topics.include", "matches no topic"),
                Arguments.of("topics.exclude=(a|b)", "kafka.audit.topics.exclude", "matches no topic"),
                Arguments.of("topics.exclude=orders-.*", "kafka.audit.topics.exclude", "matches no topic"),
                Arguments.of("topics.exclude=order?", "kafka.audit.topics.exclude", "matches no topic"),
                Arguments.of("rules[0].topics=[a-z]+", "kafka.audit.rules[0].topics", "matches no topic"),
                Arguments.of(
                        "rules[0].topics=*,rules[1].topics=orders",
                        "kafka.audit.rules[1].topics",
                        "rules[0] with \"*\" comes before"),
                Arguments.of(
                        "rules[0].topics=orders.*,rules[1].topics[0]=a,rules[1].topics[1]=orders.eu.*",
                        "kafka.audit.rules[1].topics",
                        "\"orders.eu.*\" never applies"),
                Arguments.of("topics.exclude=a*,rules[0].topics=ab", "kafka.audit.rules[0].topics", "never applies"),
                Arguments.of(
                        "topics.include=a*,rules[0].topics=b*", "kafka.audit.rules[0].topics", "has no such topic"),
                Arguments.of("commits.interval=2d", "kafka.audit.commits.interval", "longer than a day"),
                Arguments.of("topic-creation.retention=10s", "kafka.audit.topic-creation.retention", "keeps nothing"),
                Arguments.of(
                        "topic-creation.retention=999999999d",
                        "kafka.audit.topic-creation.retention",
                        "a hundred years"),
                Arguments.of("queue.capacity=2000000000", "kafka.audit.queue.capacity", "MB of heap"),
                Arguments.of("queue.max-memory=64TB", "kafka.audit.queue.max-memory", "MB of heap"),
                Arguments.of("logs.queue-capacity=2000000000", "kafka.audit.logs.queue-capacity", "MB of heap"),
                Arguments.of(
                        "producer.properties.buffer.memory=9000000000000",
                        "kafka.audit.producer.properties.buffer.memory",
                        "MB of heap"),
                Arguments.of("masking.hmac-secret=", "kafka.audit.masking.hmac-secret", "is blank"),
                Arguments.of("masking.hmac-key-id=k2", "kafka.audit.masking.hmac-key-id", "but there is none"),
                Arguments.of(
                        "commits.barrier.enabled=true", "kafka.audit.commits.barrier.enabled", "Events go nowhere"),
                Arguments.of(
                        "commits.barrier.enabled=true,consume.enabled=false",
                        "kafka.audit.commits.barrier.enabled",
                        "Deliveries are not audited"),
                Arguments.of("on-overflow=block,block-timeout=0s", "kafka.audit.block-timeout", "nobody would wait"),
                Arguments.of(
                        "rules[0].topics=a,rules[0].on-overflow=spool,spool.enabled=false",
                        "kafka.audit.rules[0].on-overflow",
                        "There is no spool"),
                Arguments.of("spool.directory=pom.xml", "kafka.audit.spool.directory", "is a file"));
    }

    static Stream<Arguments> wrongOfTheProducer() {
        return Stream.of(
                Arguments.of("acks=0", "acks", "can still be lost"),
                Arguments.of("acks=1", "acks", "can still be lost"),
                Arguments.of("enable.idempotence=false", "enable.idempotence", "twice or out of order"),
                Arguments.of("retries=0", "retries", "cannot be idempotent"),
                Arguments.of(
                        "max.in.flight.requests.per.connection=6",
                        "max.in.flight.requests.per.connection",
                        "cannot be idempotent"),
                Arguments.of("delivery.timeout.ms=100", "delivery.timeout.ms", "The producer does not start"),
                Arguments.of("request.timeout.ms=60000", "request.timeout.ms", "The producer does not start"),
                Arguments.of("ack=all", "ack", "Write acks."),
                Arguments.of("lingerms=5", "lingerms", "Write linger.ms."),
                Arguments.of("linger-ms=5", "linger-ms", "Write linger.ms."),
                Arguments.of("compresion.type=lz4", "compresion.type", "Write compression.type."),
                Arguments.of("group.id=g", "group.id", "a producer does not know it"),
                Arguments.of("bootstrap.servers=broker", "bootstrap.servers", "is not the address of a broker"),
                Arguments.of("sasl.jaas.config=x,sasl.login.class=clear", "sasl.login.class", "does not take"));
    }

    static Stream<Arguments> masking() {
        return Stream.of(
                Arguments.of("fields", "applicant/email", "Write \"/applicant/email\""),
                Arguments.of("fields", "applicant.email", "Write \"/applicant/email\", or \"email\""),
                Arguments.of("fields", "$.applicant.email", "Write \"/applicant/email\""),
                Arguments.of("fields", "$['applicant']['email']", "Write \"/applicant/email\""),
                Arguments.of("fields", "#/applicant/email", "Write \"/applicant/email\""),
                Arguments.of("fields", "applicants[0].email", "Write \"/applicants/0/email\""),
                Arguments.of("fields", "applicants[*].email", "Write \"/applicants/*/email\""),
                Arguments.of("fields", "$..email", "Write \"/email\""),
                Arguments.of("fields", "//email", "Write \"/email\""),
                Arguments.of("fields", "/applicant/", "Write \"/applicant\""),
                Arguments.of("fields", "/applicant//email", "Write \"/applicant/email\""),
                Arguments.of("fields", "/applicants[0]/email", "Write \"/applicants/0/email\""),
                Arguments.of("fields", "/applicants/**/email", "Write \"/applicants/*/email\""),
                Arguments.of("fields", "/applicants/e*", "stands for a whole name"),
                Arguments.of("fields", "/", "such as \"/applicant/email\""),
                Arguments.of("fields", "*", "payload.capture"),
                Arguments.of("fields", "*mail", "Use a name such as"),
                Arguments.of("fields", ".*mail", "Write every name"),
                Arguments.of("fields", "^email$", "masking.patterns"),
                Arguments.of("fields", "email|phone", "masking.patterns"),
                Arguments.of("fields", "\"email\"", "Use a name"),
                Arguments.of("fields", "header:x", "Write \"x\" in masking.headers."),
                Arguments.of("fields", "Headers.x", "Write \"x\" in masking.headers."),
                Arguments.of("headers", "header:authorization", "such as \"authorization\""),
                Arguments.of("headers", "x-*", "Write every name"),
                Arguments.of("headers", "/authorization", "Write every name"),
                Arguments.of("patterns", "[0-9]*", "at least one character"),
                Arguments.of("patterns", "\\b", "at least one character"),
                Arguments.of("patterns", "(?=a)", "at least one character"),
                Arguments.of("patterns", "x?", "at least one character"),
                Arguments.of("patterns", "(secret|)", "at least one character"),
                Arguments.of("patterns", "^", "at least one character"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void areRefusedWithTheirNameAndTheWayOut(String setting, String property, String sentence) {
        String[] settings = Stream.of(setting.split(",", -1))
                .map(one -> "kafka.audit." + one)
                .toArray(String[]::new);
        contextRunner.withPropertyValues(settings).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).startsWith(property + ":").contains(sentence);
            assertThat(analysis.getAction()).isNotBlank().endsWith(".");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongOfTheProducer")
    void areRefusedWhenTheyBreakWhatTheProducerPromises(String setting, String name, String sentence) {
        String[] settings = Stream.of(setting.split(",", -1))
                .map(one -> "kafka.audit.producer.properties." + one)
                .toArray(String[]::new);
        contextRunner.withPropertyValues(settings).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).startsWith("kafka.audit.producer.properties." + name + ":");
            assertThat(analysis.getDescription() + " " + analysis.getAction())
                    .contains(sentence)
                    .doesNotContain("clear")
                    .endsWith(".");
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("masking")
    void areRefusedWhenTheyWouldMaskNothing(String list, String value, String way) {
        for (String prefix : new String[] {"kafka.audit.masking.", "kafka.audit.rules[0].masking."}) {
            contextRunner
                    .withPropertyValues("kafka.audit.rules[0].topics=a", prefix + list + "[0]=" + value)
                    .run(context -> {
                        FailureAnalysis analysis = analysis(context.getStartupFailure());
                        assertThat(analysis.getDescription()).startsWith(prefix + list + ": ");
                        assertThat(analysis.getAction()).contains(way).endsWith(".");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "masking.fields=email",
                "masking.fields=/applicant/email",
                "masking.fields=/applicants/*/email",
                "masking.fields=/a~1b/m~0n",
                "masking.fields=$ref",
                "masking.fields=@type",
                "masking.fields=ns:email",
                "masking.fields=first-name",
                "masking.fields=주민번호",
                "masking.fields[0]=first name",
                "masking.fields=/applicant.email",
                "masking.patterns[0]=\\d{6}-\\d{7}",
                "masking.patterns[0]=(?<=pin=)\\d+",
                "topics.include=recruit.*",
                "topics.include=*.results",
                "topics.include=tenant.*.orders.*",
                "topics.exclude=*-dlt",
                "topic-creation.retention=0200h",
                "shutdown-timeout=0",
                "payload.max-size=0",
                "payload.max-size=16384",
                "business-key=key",
                "producer.properties.acks=-1",
                "producer.properties.max.request.size=2000000",
                "producer.properties.my.callback.setting=x",
                "commits.interval=PT1S"
            })
    void areNotTakenForWrongWhenTheyAreNot(String setting) {
        contextRunner
                .withPropertyValues("kafka.audit." + setting)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        ".*, *",
        "recruit\\..*, recruit.*",
        "^orders$, orders",
        "orders-.+, orders-*",
        "recruit\\.result, recruit.result"
    })
    void areRefusedWithTheGlobThatARegularExpressionMeans(String expression, String glob) {
        contextRunner
                .withPropertyValues("kafka.audit.topics.include[0]=" + expression)
                .run(context -> assertThat(analysis(context.getStartupFailure()).getAction())
                        .endsWith(", here \"" + glob + "\"."));
    }

    @Test
    void includeTheCommitBarrierForConsumersThatCommitByThemselves() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.sink=log",
                        "kafka.audit.commits.barrier.enabled=true",
                        "spring.kafka.consumer.enable-auto-commit=true")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.enabled:")
                        .contains("\"kafkaConsumerFactory\" commit by themselves"));
    }

    @Test
    void includeACommitBarrierThatWaitsLongerThanAConsumerMay() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.sink=log",
                        "kafka.audit.commits.barrier.enabled=true",
                        "kafka.audit.commits.barrier.timeout=20s",
                        "spring.kafka.consumer.max-poll-interval=10s")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.timeout:")
                        .contains("max.poll.interval.ms=10000"));
    }

    @Test
    void includeTheCommitBarrierForAListenerThatCommitsByItself() {
        contextRunner
                .withUserConfiguration(CommittingByItself.class)
                .withPropertyValues("kafka.audit.sink=log", "kafka.audit.commits.barrier.enabled=true")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.commits.barrier.enabled:")
                        .contains("\"self-committing\" commit by themselves"));
    }

    @Test
    void includeTheCommitBarrierForKafkaStreams() {
        contextRunner
                .withUserConfiguration(Streams.class)
                .withPropertyValues(
                        "kafka.audit.sink=log",
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

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kafka.audit.masking.filds, Write kafka.audit.masking.fields.",
        "kafka.audit.rules[0].masking.feilds, Write kafka.audit.rules[0].masking.fields.",
        "kafka.audit.rules[0].maskng.fields, Write kafka.audit.rules[0].masking.fields.",
        "kafka.audit.rules[0].busines-key, Write kafka.audit.rules[0].business-key.",
        "kafka.audit.rules[0].payload.captur, Write kafka.audit.rules[0].payload.capture.",
        "kafka.audit.rules[0].name, Write kafka.audit.service.name.",
        "kafka.audit.topic.creation.enabled, Write kafka.audit.topic-creation.enabled.",
        "kafka.audit.spol.directory, Write kafka.audit.spool.directory.",
        "kafka.audit.fields, Write kafka.audit.masking.fields.",
        "kafka.audit.quux, Remove it; docs/settings.md lists all settings."
    })
    void areRefusedWhenTheirNameIsMisspelt(String name, String way) {
        contextRunner
                .withPropertyValues("kafka.audit.rules[0].topics=a", name + "=full")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).isEqualTo(name + ": There is no setting of this name.");
                    assertThat(analysis.getAction()).isEqualTo(way);
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "KAFKA_AUDIT_MASKING_FILDS, Write kafka.audit.masking.fields.",
        "KAFKA_AUDIT_RULES_0_MASKING_FEILDS, Write kafka.audit.rules[0].masking.fields.",
        "KAFKA_AUDIT_TOPICCREATION_ENABLE, Write kafka.audit.topic-creation.enabled.",
        "KAFKAAUDIT_SINKK, Write kafka.audit.sink."
    })
    void areRefusedWhenAnEnvironmentVariableIsMisspelt(String name, String way) {
        new ApplicationContextRunner(() -> withVariables(Map.of(name, "x")))
                .withConfiguration(
                        AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
                .withPropertyValues("kafka.audit.sink=none")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("There is no setting of this name");
                    assertThat(analysis.getAction()).isEqualTo(way);
                });
    }

    @Test
    void readEnvironmentVariablesInBothWaysAndLeaveThoseOfOthersAlone(CapturedOutput output) {
        Map<String, Object> variables = Map.of(
                "KAFKA_AUDIT_TOPICCREATION_ENABLED", "false",
                "KAFKA_AUDIT_TOPIC_CREATION_PARTITIONS", "3",
                "KAFKA_AUDIT_MASKING_FIELDS_0", "email",
                "KAFKA_AUDIT_PRODUCER_PROPERTIES_LINGER_MS", "5",
                "KAFKA_AUDIT_SERVICE_HOST", "10.0.0.1",
                "KAFKA_AUDIT_SERVICE_PORT", "9092",
                "KAFKA_AUDIT_PORT_9092_TCP_ADDR", "10.0.0.1",
                "KAFKA_AUDIT_TOPICS", "notify",
                "KAFKA_AUDIT_BUILD_NUMBER_OF_SOMEBODY", "1");
        new ApplicationContextRunner(() -> withVariables(variables))
                .withConfiguration(
                        AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
                .withPropertyValues("kafka.audit.sink=none", "kafka.audit.topics.exclude=${KAFKA_AUDIT_TOPICS}")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    KafkaAuditProperties properties = context.getBean(KafkaAuditProperties.class);
                    assertThat(properties.topicCreation().partitions()).isEqualTo(3);
                    assertThat(properties.masking().fields()).containsExactly("email");
                    assertThat(output)
                            .contains("KAFKA_AUDIT_BUILD_NUMBER_OF_SOMEBODY looks like a setting of Kafka Audit")
                            .doesNotContain("KAFKA_AUDIT_SERVICE_HOST looks");
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "topic-creation.retention=7, 7d",
        "shutdown-timeout=10, 10s",
        "commits.barrier.timeout=5, 5s",
        "rules[0].block-timeout=200, 200ms",
        "payload.max-size=16, 16KB",
        "rules[0].payload.digest-limit=1, 1MB",
        "queue.max-memory=64, 64MB"
    })
    void areRefusedWithoutAUnit(String setting, String meant) {
        contextRunner
                .withPropertyValues("kafka.audit.rules[0].topics=a", "kafka.audit." + setting)
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .startsWith("kafka.audit." + setting.split("=", -1)[0] + ":")
                            .contains("has no unit");
                    assertThat(analysis.getAction()).contains("\"" + meant + "\"");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "masking.hmac-secret",
                "topic",
                "masking.fields[0]",
                "rules[0].masking.patterns[0]",
                "elasticsearch.password",
                "producer.properties.sasl.jaas.config"
            })
    void areRefusedWhenNobodyResolvedTheirPlaceholder(String name) {
        contextRunner
                .withPropertyValues("kafka.audit.rules[0].topics=a", "kafka.audit." + name + "=${NOBODY_DEFINES_THIS}")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .startsWith("kafka.audit." + name + ":")
                            .contains("Nothing defines ${NOBODY_DEFINES_THIS}");
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "enabled=flase; kafka.audit.enabled; Use \"true\" or \"false\".",
                "produce.enabled=flase; kafka.audit.produce.enabled; Use \"true\" or \"false\".",
                "sink=kafak; kafka.audit.sink; Use \"kafka\" or \"log\"",
                "rules[0].payload.capture=all; kafka.audit.rules[0].payload.capture; \"hash\"",
                "shutdown-timeout=soon; kafka.audit.shutdown-timeout; with a unit",
                "payload.max-size=big; kafka.audit.payload.max-size; with a unit",
                "queue.capacity=many; kafka.audit.queue.capacity; whole number",
                "topic-creation.replication=40000; kafka.audit.topic-creation.replication; 32767"
            })
    void areRefusedWhenTheyAreNotOfTheRightKind(String setting, String property, String way) {
        contextRunner
                .withPropertyValues("kafka.audit.rules[0].topics=a", "kafka.audit." + setting)
                .run(context -> {
                    FailureAnalysis analysis = analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).startsWith(property + ": ");
                    assertThat(analysis.getAction()).contains(way);
                });
    }

    @Test
    void areRefusedWhenAnElementIsMissingBeforeThem() {
        contextRunner
                .withPropertyValues("kafka.audit.rules[1].topics=a", "kafka.audit.rules[1].payload.capture=hash")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("kafka.audit.rules[1].")
                        .contains("It is never read"));
    }

    @Test
    void areToldToWhoeverWritesThemUnderAnotherPrefix(CapturedOutput output) {
        contextRunner
                .withPropertyValues(
                        "spring.kafka.audit.masking.fields=email", "kafka.adit.topic=t", "kafka-audit.sink=log")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output)
                            .contains("its setting is kafka.audit.masking.fields")
                            .contains("its setting is kafka.audit.topic")
                            .contains("its setting is kafka.audit.sink");
                });
    }

    @Test
    void areNotLookedForWhereSomebodyElsesSourceCannotBeListed() {
        CompositePropertySource composite = new CompositePropertySource("composite");
        composite.addPropertySource(new PropertySource<>("unlisted", "source") {
            @Override
            public @Nullable Object getProperty(String name) {
                return null;
            }
        });
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(composite);

        assertThatCode(() -> WrittenSettings.check(environment)).doesNotThrowAnyException();
    }

    private static ConfigurableApplicationContext withVariables(Map<String, ?> variables) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .replace(
                        "systemEnvironment",
                        new SystemEnvironmentPropertySource("systemEnvironment", new HashMap<>(variables)));
        return context;
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
        Throwable failed = Objects.requireNonNull(failure, "the start did not fail");
        FailureAnalysis ours = new InvalidKafkaAuditSettingFailureAnalyzer().analyze(failed);
        return ours == null
                ? Objects.requireNonNull(new SettingsBindingFailureAnalyzer().analyze(failed), failed::toString)
                : ours;
    }
}
