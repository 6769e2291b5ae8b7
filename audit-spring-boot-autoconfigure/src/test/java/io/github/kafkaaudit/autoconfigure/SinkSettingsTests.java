package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SinkSettingsTests {

    private static final String AT = "elasticsearch.urls=http://localhost:1";

    @TempDir
    private Path directory;

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class, KafkaAutoConfiguration.class, KafkaAuditAutoConfiguration.class))
            .withPropertyValues("spring.application.name=ats", "kafka.audit.spool.enabled=false");

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("elasticsearch.urls", "no address of one", "sink=elasticsearch"),
                wrong(
                        "elasticsearch.urls",
                        "is not the address",
                        "sink=elasticsearch",
                        "elasticsearch.urls=search:9200"),
                wrong(
                        "elasticsearch.urls",
                        "is not the address",
                        "sink=elasticsearch",
                        "elasticsearch.urls=http://a b"),
                wrong(
                        "elasticsearch.urls",
                        "must not have credentials",
                        "sink=elasticsearch",
                        "elasticsearch.urls=https://writer:clear@search:9200"),
                wrong(
                        "elasticsearch.api-key",
                        "two credentials",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.api-key=clear",
                        "elasticsearch.username=writer"),
                wrong(
                        "elasticsearch.password",
                        "only a name",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.username=writer",
                        "elasticsearch.password="),
                wrong(
                        "elasticsearch.username",
                        "only a password",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.password=clear"),
                wrong(
                        "elasticsearch.ssl-bundle",
                        "two sources of trust",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.ssl-bundle=search",
                        "elasticsearch.ca-certificate=ca.crt"),
                wrong(
                        "elasticsearch.ssl-bundle",
                        "no SSL bundle named",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.ssl-bundle=search"),
                wrong(
                        "elasticsearch.ca-certificate",
                        "cannot be read as certificates",
                        "sink=elasticsearch",
                        AT,
                        "elasticsearch.ca-certificate=/nowhere/ca.crt"),
                wrong("elasticsearch.connect-timeout", "leaves no time", "elasticsearch.connect-timeout=0s"),
                wrong("elasticsearch.request-timeout", "leaves no time", "elasticsearch.request-timeout=-1s"),
                wrong("sink", "has no DataSource", "sink=jdbc"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrong")
    void areRefusedWithTheirNameAndTheWayOut(String property, String sentence, String... settings) {
        contextRunner.withPropertyValues(settings).run(context -> assertRefused(context, property, sentence));
    }

    @Test
    void areRefusedWhenItIsNotClearWhichDataSourceIsMeant() {
        ApplicationContextRunner two = contextRunner
                .withPropertyValues("kafka.audit.sink=jdbc")
                .withBean("orders", DataSource.class, SinkSettingsTests::database)
                .withBean("audit", DataSource.class, SinkSettingsTests::database);

        two.run(context -> assertRefused(context, "jdbc.data-source", "several DataSources: orders, audit"));
        two.withPropertyValues("kafka.audit.jdbc.data-source=adit")
                .run(context -> assertRefused(context, "jdbc.data-source", "no DataSource named \"adit\""));
        two.withPropertyValues("kafka.audit.jdbc.data-source=audit", "kafka.audit.jdbc.table=audit events")
                .run(context -> assertRefused(context, "jdbc.table", "is not the name of a table"));
    }

    @Test
    void doNotMatterWhereTheApplicationHasASinkOfItsOwn(CapturedOutput output) {
        contextRunner
                .withPropertyValues("kafka.audit.sink=elasticsearch")
                .withBean(AuditSink.class, () -> events -> CompletableFuture.completedFuture(null))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(AuditTrail.class).isEnabled()).isTrue();
                    assertThat(output).contains("(sink " + SinkSettingsTests.class.getName());
                });
    }

    @Test
    void writeFailuresIntoTheTableOfTheOnlyDataSource(CapturedOutput output) {
        contextRunner
                .withPropertyValues("kafka.audit.sink=jdbc")
                .withBean(DataSource.class, SinkSettingsTests::database)
                .run(context -> {
                    record(context, AuditAction.MESSAGE_PRODUCED, AuditAction.MESSAGE_CONSUME_FAILED);

                    assertThat(actions(context.getBean(DataSource.class), "kafka_audit_failure"))
                            .containsExactly("message-consume-failed");
                    assertThat(output).contains("(table kafka_audit_failure with failures only, no field is masked)");
                });
    }

    @Test
    void writeEverythingIntoAnotherTableOfANamedDataSource() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.sink=jdbc",
                        "kafka.audit.jdbc.data-source=audit",
                        "kafka.audit.jdbc.table=audit_event",
                        "kafka.audit.jdbc.failures-only=false")
                .withBean("orders", DataSource.class, SinkSettingsTests::database)
                .withBean("audit", DataSource.class, SinkSettingsTests::database)
                .run(context -> {
                    DataSource audit = context.getBean("audit", DataSource.class);
                    execute(audit, "ALTER TABLE kafka_audit_failure RENAME TO audit_event");
                    record(context, AuditAction.MESSAGE_PRODUCED, AuditAction.MESSAGE_CONSUME_FAILED);

                    assertThat(actions(audit, "audit_event"))
                            .containsExactlyInAnyOrder("audit-started", "message-produced", "message-consume-failed");
                });
    }

    @Test
    void keepFailuresInTheSpoolUntilTheTableIsThere() {
        contextRunner
                .withPropertyValues(
                        "kafka.audit.sink=jdbc",
                        "kafka.audit.spool.enabled=true",
                        "kafka.audit.spool.directory=" + directory)
                .withBean(DataSource.class, SinkSettingsTests::database)
                .run(context -> {
                    DataSource database = context.getBean(DataSource.class);
                    AuditTrail trail = context.getBean(AuditTrail.class);
                    execute(database, "ALTER TABLE kafka_audit_failure RENAME TO elsewhere");
                    trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED));
                    trail.flush(Duration.ofMillis(500));
                    assertThat(trail.statistics().sinkHealthy()).isFalse();

                    execute(database, "ALTER TABLE elsewhere RENAME TO kafka_audit_failure");

                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(actions(database, "kafka_audit_failure"))
                                    .containsExactly("message-consume-failed"));
                });
    }

    @Test
    void sayAtTheStartAndInHealthThatTheLoggerTakesNothing(CapturedOutput output) {
        Logger logger = (Logger) LoggerFactory.getLogger("kafka-audit");
        logger.setLevel(Level.WARN);
        try {
            contextRunner.withPropertyValues("kafka.audit.sink=log").run(context -> {
                AuditTrail trail = context.getBean(AuditTrail.class);
                trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));
                trail.flush(Duration.ofMillis(500));

                assertThat(output).contains("which does not take INFO").contains("logging.level.kafka-audit=info");
                assertThat(trail.statistics().sinkHealthy()).isFalse();
                // What lasts for a few seconds only is no failure yet.
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));
                    assertThat(trail.statistics().lastFailure()).contains("does not take INFO");
                });
                assertThat(trail.statistics().written()).isZero();
            });
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void sendUserAndPasswordToTheElasticsearchWhoseAuthorityIsNamed() throws Exception {
        try (SecureElasticsearch server = new SecureElasticsearch(directory)) {
            contextRunner
                    .withPropertyValues(
                            "kafka.audit.sink=elasticsearch",
                            "kafka.audit.elasticsearch.urls=" + server.url(),
                            "kafka.audit.elasticsearch.username=writer",
                            "kafka.audit.elasticsearch.password=secret",
                            "kafka.audit.elasticsearch.ca-certificate=" + server.certificate())
                    .run(context -> record(context, AuditAction.MESSAGE_PRODUCED));

            assertThat(server.credentials()).isNotEmpty().containsOnly("Basic d3JpdGVyOnNlY3JldA==");
            assertThat(server.documents()).contains("\"action\":\"message-produced\"");
        }
    }

    @Test
    void sendAnApiKeyThroughAnSslBundle() throws Exception {
        try (SecureElasticsearch server = new SecureElasticsearch(directory)) {
            contextRunner
                    .withPropertyValues(
                            "spring.ssl.bundle.pem.search.truststore.certificate=file:" + server.certificate(),
                            "kafka.audit.sink=elasticsearch",
                            "kafka.audit.elasticsearch.urls=http://localhost:1," + server.url(),
                            "kafka.audit.elasticsearch.api-key=id:key",
                            "kafka.audit.elasticsearch.ssl-bundle=search")
                    .run(context -> record(context, AuditAction.MESSAGE_PRODUCED));

            assertThat(server.credentials()).isNotEmpty().containsOnly("ApiKey aWQ6a2V5");
        }
    }

    private static void record(AssertableApplicationContext context, AuditAction... actions) {
        assertThat(context).hasNotFailed();
        AuditTrail trail = context.getBean(AuditTrail.class);
        for (AuditAction action : actions) {
            trail.recorder().record(AuditEvent.of(action));
        }
        assertThat(trail.flush(Duration.ofSeconds(20))).isTrue();
    }

    private static Arguments wrong(String property, String sentence, String... settings) {
        return Arguments.of(
                property,
                sentence,
                Stream.of(settings).map(setting -> "kafka.audit." + setting).toArray(String[]::new));
    }

    private static void assertRefused(AssertableApplicationContext context, String property, String sentence) {
        FailureAnalysis analysis = Objects.requireNonNull(new InvalidKafkaAuditSettingFailureAnalyzer()
                .analyze(Objects.requireNonNull(context.getStartupFailure(), "the start did not fail")));
        assertThat(analysis.getDescription())
                .startsWith("kafka.audit." + property + ":")
                .contains(sentence)
                .doesNotContain("clear");
        assertThat(analysis.getAction()).isNotBlank().endsWith(".");
    }

    private static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MariaDB;DB_CLOSE_DELAY=-1");
        try (var definition =
                Objects.requireNonNull(AuditSink.class.getResourceAsStream("jdbc/kafka-audit-failure-mariadb.sql"))) {
            execute(database, new String(definition.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return database;
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> actions(DataSource database, String table) throws SQLException {
        List<String> actions = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT action FROM " + table)) {
            while (rows.next()) {
                actions.add(rows.getString(1));
            }
        }
        return actions;
    }
}
