package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.LogAuditSink;
import io.github.kafkaaudit.elasticsearch.ElasticsearchAuditSink;
import io.github.kafkaaudit.jdbc.JdbcAuditSink;
import io.github.kafkaaudit.kafka.topic.AuditTopic;
import io.github.kafkaaudit.kafka.topic.KafkaAuditSink;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes the sink that the settings name, when the application's beans are there. */
final class SinkFactory {

    private static final Logger logger = LoggerFactory.getLogger(AuditRuntime.class);

    private final KafkaAuditProperties properties;
    private final ConfigurableListableBeanFactory beanFactory;

    SinkFactory(KafkaAuditProperties properties, ConfigurableListableBeanFactory beanFactory) {
        this.properties = properties;
        this.beanFactory = beanFactory;
    }

    /** Returns the sink, or null if it is not clear which cluster takes the audit topic. */
    @Nullable ConfiguredSink create(String serviceName, AuditEventEncoder encoder) {
        return switch (properties.sink()) {
            case KAFKA -> kafka(serviceName, encoder);
            case LOG -> log();
            case ELASTICSEARCH -> elasticsearch();
            case JDBC -> jdbc();
            case NONE -> new ConfiguredSink(events -> CompletableFuture.completedFuture(null), "no sink");
        };
    }

    private @Nullable ConfiguredSink kafka(String serviceName, AuditEventEncoder encoder) {
        Map<String, Object> producer =
                new AuditConnection(properties, new ApplicationClients(beanFactory), serviceName).producerProperties();
        if (producer == null) {
            logger.warn("Kafka Audit is off: the application has several client factories, or none, so it is not clear"
                    + " which cluster takes the audit topic. Set kafka.audit.producer.bootstrap-servers.");
            return null;
        }
        KafkaAuditProperties.TopicCreation creation = properties.topicCreation();
        AuditTopic topic = new AuditTopic(
                properties.topic(),
                producer,
                creation.enabled()
                        ? new AuditTopic.Creation(creation.partitions(), creation.replication(), creation.retention())
                        : null);
        return new ConfiguredSink(new KafkaAuditSink(topic, producer, encoder), "topic " + properties.topic());
    }

    private static ConfiguredSink log() {
        LogAuditSink sink = new LogAuditSink();
        if (!sink.isTaking()) {
            logger.warn(
                    "Kafka Audit writes to the logger \"{}\", which does not take INFO: no event is logged, all are kept"
                            + " back or lost. Set logging.level.{}=info.",
                    LogAuditSink.LOGGER,
                    LogAuditSink.LOGGER);
        }
        return new ConfiguredSink(sink, "logger " + LogAuditSink.LOGGER);
    }

    private ConfiguredSink elasticsearch() {
        String addresses = String.join(",", properties.elasticsearch().urls());
        return new ConfiguredSink(
                new ElasticsearchAuditSink(
                        new ElasticsearchSettings(properties.elasticsearch(), beanFactory).connection()),
                "Elasticsearch " + addresses);
    }

    private ConfiguredSink jdbc() {
        KafkaAuditProperties.Jdbc jdbc = properties.jdbc();
        String[] present = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, DataSource.class);
        if (present.length == 0) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.sink",
                    "The sink is \"jdbc\", but the application has no DataSource.",
                    "Add one (spring.datasource.url and the dependency spring-boot-starter-jdbc), or take another sink.");
        }
        String name = jdbc.dataSource() == null || jdbc.dataSource().isBlank() ? null : jdbc.dataSource();
        DataSource dataSource = name == null ? onlyDataSource(present) : dataSource(name, present);
        for (String used : present) {
            // What is left is written when the client factories are gone, and the database must not be.
            if (beanFactory.containsLocalBean(used)) {
                beanFactory.registerDependentBean(used, KafkaAuditLifecycle.BEAN_NAME);
            }
        }
        return new ConfiguredSink(
                jdbcSink(jdbc, dataSource),
                "table " + jdbc.table() + (jdbc.failuresOnly() ? " with failures only" : ""));
    }

    private static JdbcAuditSink jdbcSink(KafkaAuditProperties.Jdbc jdbc, DataSource dataSource) {
        try {
            return new JdbcAuditSink(dataSource, jdbc.table(), jdbc.failuresOnly());
        } catch (IllegalArgumentException e) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.jdbc.table",
                    String.valueOf(e.getMessage()),
                    "Use letters, digits and underscores, with a schema and a dot where needed.");
        }
    }

    private DataSource onlyDataSource(String... present) {
        DataSource only = beanFactory.getBeanProvider(DataSource.class).getIfUnique();
        if (only == null) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.jdbc.data-source",
                    "The application has several DataSources: " + String.join(", ", present) + ".",
                    "Name one of them.");
        }
        return only;
    }

    private DataSource dataSource(String name, String... present) {
        if (!Arrays.asList(present).contains(name)) {
            throw new InvalidKafkaAuditSettingException(
                    "kafka.audit.jdbc.data-source",
                    "There is no DataSource named \"" + name + "\".",
                    "Use one of " + String.join(", ", present) + ".");
        }
        return beanFactory.getBean(name, DataSource.class);
    }

    /**
     * A sink, ready to be written to.
     *
     * @param sink the sink
     * @param description where it writes to, for people
     */
    record ConfiguredSink(AuditSink sink, String description) {}
}
