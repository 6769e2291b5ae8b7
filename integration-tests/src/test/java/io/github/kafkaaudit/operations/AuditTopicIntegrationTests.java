package io.github.kafkaaudit.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedKafka;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** The audit topic on a broker that makes every topic that anybody asks for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AuditTopicIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder()
            .properties(Map.of("auto.create.topics.enable", "true", "num.partitions", "2"))
            .build();

    @TempDir
    private Path spool;

    private String topic = "";

    @BeforeAll
    void start() {
        kafka.start();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @BeforeEach
    void nameTheTopic(TestInfo test) {
        topic = "audit-" + test.getTestMethod().orElseThrow().getName();
        kafka.start();
    }

    @Test
    void isCreatedAsTheSettingsSayBeforeAnybodyAsksForIt(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = run("kafka.audit.topic-creation.enabled", "true")) {
            send(context);
            awaitWritten(context);
        }

        assertThat(describe().partitions())
                .hasSize(6)
                .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(1));
        Config config = config();
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(config.get("retention.ms").value())
                .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
        assertThat(output)
                .contains("Created the topic \"" + topic + "\" with 6 partitions and replication 1.")
                .doesNotContain("is not as it should be");
    }

    @Test
    void isNotMadeByTheBrokerWhileTheLogSaysThatItDoesNotExist(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = run("kafka.audit.topic-creation.enabled", "false")) {
            send(context);
            AuditTrail trail = context.getBean(AuditTrail.class);
            await().atMost(TIMEOUT).until(() -> trail.statistics().spoolSize() >= 2);

            assertThat(output)
                    .contains("The topic \"" + topic + "\" does not exist.")
                    .contains("are kept back");
            assertThat(topics()).doesNotContain(topic);

            create(Map.of("message.timestamp.type", "LogAppendTime"));
            awaitWritten(context);
            assertThat(output).contains("The topic \"" + topic + "\" exists now.");
        }
    }

    @Test
    void isCreatedWhenTheBrokerComesLaterThanTheService() throws Exception {
        kafka.stop();
        try (ConfigurableApplicationContext context = run("kafka.audit.topic-creation.enabled", "true")) {
            AuditTrail trail = context.getBean(AuditTrail.class);
            await().atMost(TIMEOUT).until(() -> trail.statistics().spoolSize() >= 1);

            kafka.start();
            awaitWritten(context);
        }
        assertThat(describe().partitions()).hasSize(6);
    }

    @Test
    void isComparedWithTheSettingsAndBothValuesAreSaid(CapturedOutput output) throws Exception {
        create(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "3600000"));

        try (ConfigurableApplicationContext context = run("kafka.audit.topic-creation.enabled", "true")) {
            awaitWritten(context);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(output)
                            .contains("The topic \"" + topic + "\" is not as it should be: ")
                            .contains("it has 1 partition instead of 6")
                            .contains("its message.timestamp.type is CreateTime instead of LogAppendTime")
                            .contains("it keeps events for PT1H instead of 7 days"));
        }
    }

    @Test
    void isSaidToTakeNothingWhereItIsCompacted(CapturedOutput output) throws Exception {
        create(Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "compact"));

        try (ConfigurableApplicationContext context = run("kafka.audit.topic-creation.enabled", "false")) {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(output)
                            .contains("its cleanup.policy is compact instead of delete, and takes no events"));
            AuditTrail trail = context.getBean(AuditTrail.class);
            await().atMost(TIMEOUT).until(() -> !trail.statistics().sinkHealthy());
        }
    }

    @Test
    void isKeptWaitingForWhenTheClusterIsTooSmallForTheReplicationThatIsSet(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context =
                run("kafka.audit.topic-creation.enabled", "true", "kafka.audit.topic-creation.replication", "3")) {
            AuditTrail trail = context.getBean(AuditTrail.class);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(output)
                            .contains("does not exist and cannot be created: ")
                            .contains("replication factor")
                            .contains("Until it exists audit events are kept back."));
            await().atMost(TIMEOUT).until(() -> trail.statistics().spoolSize() >= 1);
            assertThat(topics()).doesNotContain(topic);
        }
    }

    private ConfigurableApplicationContext run(String... settings) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "spring.application.name",
                topic,
                "spring.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "kafka.audit.topic",
                topic,
                "kafka.audit.spool.directory",
                spool.toString(),
                "kafka.audit.shutdown-timeout",
                "2s"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new SpringApplicationBuilder(Application.class)
                .properties(properties)
                .run();
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext context) throws Exception {
        context.getBean(KafkaTemplate.class).send("business", "one").get(30, TimeUnit.SECONDS);
    }

    private static void awaitWritten(ConfigurableApplicationContext context) {
        AuditTrail trail = context.getBean(AuditTrail.class);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(trail.statistics())
                        .satisfies(
                                statistics -> assertThat(statistics.written()).isPositive())
                        .satisfies(
                                statistics -> assertThat(statistics.spoolSize()).isZero()));
        assertThat(trail.statistics().lostTotal()).isZero();
    }

    private void create(Map<String, String> configs) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private TopicDescription describe() throws Exception {
        try (Admin admin = admin()) {
            return Objects.requireNonNull(admin.describeTopics(Set.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic));
        }
    }

    private Config config() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            return Objects.requireNonNull(admin.describeConfigs(Set.of(resource))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(resource));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
