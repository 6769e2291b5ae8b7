package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.encoder.Encoder;
import io.github.kafkaaudit.autoconfigure.AuditConnection;
import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.kafka.topic.AuditTopic;
import io.github.kafkaaudit.payload.MaskedValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Attaches the way to the log topic to Logback's root logger, before the application's containers start, and takes it
 * away when nothing of the application can log any more.
 *
 * <p>A reset of the logging system throws every appender away; ours comes back. The log system belongs to the JVM: two
 * applications in one JVM ship each other's lines.
 */
final class LogShipping implements SmartLifecycle, DisposableBean {

    private static final org.slf4j.Logger logger = LoggerFactory.getLogger(LogShipping.class);
    private static final String NAME = "kafka-audit-logs";
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final KafkaAuditProperties properties;
    private final AuditConnection connection;
    private final EcsEncoder encoder;
    private final List<Pattern> masked;
    private final Reattaching reattaching = new Reattaching();
    private volatile @Nullable AuditTopic topic;
    private volatile @Nullable Chain chain;
    private volatile boolean running;

    LogShipping(
            KafkaAuditProperties properties,
            ServiceIdentity identity,
            AuditConnection connection,
            ConfigurableEnvironment environment) {
        this.properties = properties;
        this.connection = connection;
        this.encoder = new EcsEncoder(identity, environment);
        this.masked = patterns(properties);
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked")
    public void start() {
        running = true;
        if (chain != null) {
            return;
        }
        try {
            attach();
        } catch (Exception e) {
            // Shipping log lines must not be what keeps a service from starting.
            logger.warn("Log lines are not shipped: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        // What is destroyed after this still logs.
        running = false;
    }

    @Override
    public void destroy() {
        Chain attached = chain;
        if (attached == null) {
            return;
        }
        chain = null;
        attached.context.removeListener(reattaching);
        attached.detach();
        AuditTopic created = topic;
        if (created != null) {
            created.close();
        }
        long missing = attached.queue.leftOut() + attached.appender.undelivered();
        if (missing > 0) {
            logger.warn(
                    "About {} log lines did not reach the topic {}.",
                    missing,
                    properties.logs().topic());
        }
    }

    private void attach() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            logger.warn("Log lines are not shipped: kafka.audit.logs needs Logback as the logging system.");
            return;
        }
        Map<String, Object> producer = connection.producerProperties();
        if (producer == null) {
            logger.warn("Log lines are not shipped: it is not clear to which cluster. Set"
                    + " kafka.audit.producer.bootstrap-servers.");
            return;
        }
        topic = created(producer);
        chain = attach(context, producer);
        context.addListener(reattaching);
    }

    private Chain attach(LoggerContext context, Map<String, Object> producer) {
        LogTopicAppender appender = new LogTopicAppender(properties.logs().topic(), topic, producer);
        appender.setName(NAME + "-topic");
        appender.setContext(context);
        appender.setEncoder(encoder(context));
        appender.start();
        LogQueue queue = new LogQueue(properties.logs().queueCapacity());
        queue.setName(NAME);
        queue.setContext(context);
        queue.addAppender(appender);
        queue.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(queue);
        return new Chain(context, queue, appender, producer);
    }

    private Encoder<ILoggingEvent> encoder(LoggerContext context) {
        Encoder<ILoggingEvent> lines = encoder.start(context);
        return masked.isEmpty()
                ? lines
                : new MaskingEncoder(
                        lines, masked, new MaskedValues(properties.masking().secret()));
    }

    /** A line belongs to no topic, so what is masked for one of them is masked in every line. */
    private static List<Pattern> patterns(KafkaAuditProperties properties) {
        Stream<String> ofRules = properties.rules().stream()
                .map(KafkaAuditProperties.Rule::masking)
                .filter(Objects::nonNull)
                .flatMap(masking -> masking.patterns().stream());
        return Stream.concat(properties.masking().patterns().stream(), ofRules)
                .distinct()
                .map(Pattern::compile)
                .toList();
    }

    /** Returns the topic if it is to be created: nothing may be written before that is done. */
    private @Nullable AuditTopic created(Map<String, Object> producer) {
        KafkaAuditProperties.TopicCreation creation = properties.topicCreation();
        if (!creation.enabled()) {
            return null;
        }
        AuditTopic topic = new AuditTopic(
                properties.logs().topic(),
                producer,
                new AuditTopic.Creation(creation.partitions(), creation.replication(), creation.retention()));
        topic.checkInBackground();
        return topic;
    }

    /** What is attached to the root logger. */
    private record Chain(
            LoggerContext context, LogQueue queue, LogTopicAppender appender, Map<String, Object> producer) {

        void detach() {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(queue);
            long deadline = System.nanoTime() + FLUSH.toNanos();
            if (queue.getRemainingCapacity() > 0) {
                QueueEnd end = new QueueEnd();
                queue.doAppend(end);
                end.await(FLUSH.toMillis());
            }
            // Logback would interrupt the thread that closes the producer, and lose what is buffered.
            appender.closeProducer(Duration.ofNanos(Math.max(100_000_000L, deadline - System.nanoTime())));
            queue.stop();
        }
    }

    /** Comes back after a reset; what was attached before has been stopped by it. */
    private final class Reattaching implements LoggerContextListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            Chain attached = chain;
            if (attached != null) {
                chain = attach(context, attached.producer);
            }
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger changed, Level level) {}
    }
}
