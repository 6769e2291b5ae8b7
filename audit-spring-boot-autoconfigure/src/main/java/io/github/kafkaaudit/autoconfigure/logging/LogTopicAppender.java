package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.github.danielwegener.logback.kafka.KafkaAppender;
import com.github.danielwegener.logback.kafka.delivery.AsynchronousDeliveryStrategy;
import com.github.danielwegener.logback.kafka.keying.NoKeyKeyingStrategy;
import io.github.kafkaaudit.kafka.topic.AuditTopic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * logback-kafka-appender with what it lacks: a pause after its producer could not be made (it would try again with
 * every line), a count of what was not delivered, and a close that is bounded.
 *
 * <p><b>Threading</b>: appends on the queue's thread only.
 */
final class LogTopicAppender extends KafkaAppender<ILoggingEvent> {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(30);

    private static final Duration CREATION = Duration.ofSeconds(30);

    private final @Nullable AuditTopic created;
    private final LongAdder undelivered = new LongAdder();
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private long failedAt;
    private boolean failed;

    LogTopicAppender(String topic, @Nullable AuditTopic created, Map<String, Object> producerProperties) {
        this.created = created;
        setTopic(topic);
        setKeyingStrategy(new NoKeyKeyingStrategy());
        setDeliveryStrategy(new AsynchronousDeliveryStrategy());
        producerProperties.forEach(this::addProducerConfigValue);
        addProducerConfigValue(
                ProducerConfig.CLIENT_ID_CONFIG, producerProperties.get(ProducerConfig.CLIENT_ID_CONFIG) + "-logs");
        // The queue's thread is the one that waits, and the queue takes what comes meanwhile; with no wait at all the
        // lines before the first metadata would be lost with a broker that is well.
        addProducerConfigValue(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        addAppender(new Undelivered());
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        if (event instanceof QueueEnd end) {
            end.reached();
        } else {
            super.doAppend(event);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (failed && System.nanoTime() - failedAt < PAUSE) {
            undelivered.increment();
        } else {
            super.append(event);
        }
    }

    @Override
    protected Producer<byte[], byte[]> createProducer() {
        if (created != null) {
            // The queue takes what comes meanwhile. The producer would have the broker create it with its own numbers.
            created.awaitUsable(CREATION);
        }
        try {
            Producer<byte[], byte[]> created = super.createProducer();
            failed = false;
            producer = created;
            return created;
        } catch (RuntimeException e) {
            failed = true;
            failedAt = System.nanoTime();
            throw e;
        }
    }

    /** Sends what is buffered, as far as that goes in the time. */
    void closeProducer(Duration timeout) {
        Producer<byte[], byte[]> created = producer;
        if (created != null) {
            created.close(timeout);
        }
    }

    long undelivered() {
        return undelivered.sum();
    }

    /** Where the appender hands what it could not deliver. */
    private final class Undelivered extends AppenderBase<ILoggingEvent> {

        Undelivered() {
            setName("undelivered");
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            undelivered.increment();
        }
    }
}
