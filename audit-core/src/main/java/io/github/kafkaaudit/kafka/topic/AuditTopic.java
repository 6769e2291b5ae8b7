package io.github.kafkaaudit.kafka.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the topic that events go to: creates it if that is wanted, else says that it is missing, and compares
 * what is there with what it should be.
 *
 * <p>Nobody may write before it is known to exist: Kafka's producer would have it created by the broker, with the
 * broker's own numbers. A topic that was just created is not written to before its leaders answer.
 *
 * <p><b>Threading</b>: safe; it works on a daemon thread of its own, so that neither the application's start nor the
 * audit thread waits for it. <b>Failure</b>: what cannot be reached is asked again until it answers; where the right to
 * ask is missing, the topic counts as usable, and the producer will tell.
 */
public final class AuditTopic implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(AuditTopic.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Map<String, Object> properties;
    private final @Nullable Creation creation;
    private final CountDownLatch usable = new CountDownLatch(1);
    private volatile KafkaException problem;
    private volatile boolean closed;
    private @Nullable Thread thread;
    private @Nullable Class<?> told;

    /**
     * Describes the topic.
     *
     * @param name the topic's name
     * @param producerProperties the properties of the producer that writes it; the way to the cluster is the same
     * @param creation how to create it, or null if it is not to be created
     */
    public AuditTopic(String name, Map<String, Object> producerProperties, @Nullable Creation creation) {
        this.name = name;
        this.creation = creation;
        this.problem = new TimeoutException("It is not known yet whether the topic \"" + name + "\" exists.");
        this.properties = new HashMap<>();
        producerProperties.forEach((property, value) -> {
            if (AdminClientConfig.configNames().contains(property) || !(value instanceof CharSequence)) {
                properties.put(property, value);
            }
        });
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "kafka-audit-topic");
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    }

    /** Returns the topic's name. */
    public String name() {
        return name;
    }

    /** Begins to look after it, on a thread that ends when the topic is usable; further calls do nothing. */
    public synchronized void checkInBackground() {
        if (thread == null && !closed) {
            Thread started = new Thread(this::check, "kafka-audit-topic");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
    }

    /**
     * Waits until the topic may be written to.
     *
     * @param timeout how long to wait at most
     * @return whether it may be written to
     */
    public boolean awaitUsable(Duration timeout) {
        try {
            return usable.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns why it must not be written to yet. */
    public KafkaException problem() {
        return problem;
    }

    /** Stops looking after it. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void check() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed && usable.getCount() > 0) {
                try (TopicAdministration administration = new TopicAdministration(name, properties)) {
                    while (!closed && !prepare(administration)) {
                        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                        pause = longer(pause);
                    }
                } catch (KafkaException e) {
                    if (isLasting(e)) {
                        logger.warn("Whether the topic \"{}\" exists cannot be asked: {}", name, e.toString());
                        usable.countDown();
                    } else {
                        notYet(new TimeoutException("It is not known whether the topic \"" + name + "\" exists: " + e));
                        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                        pause = longer(pause);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the topic is there and may be written to. */
    private boolean prepare(TopicAdministration administration) throws InterruptedException {
        if (!administration.exists()) {
            if (creation == null) {
                notYet(new UnknownTopicOrPartitionException(
                        "The topic \"" + name + "\" does not exist. Create it, or set"
                                + " kafka.audit.topic-creation.enabled=true; until then audit events are kept back."));
                return false;
            }
            String refusal = administration.create(creation);
            if (refusal != null) {
                notYet(new UnknownTopicOrPartitionException("The topic \"" + name + "\" does not exist and cannot be"
                        + " created: " + refusal + " Until it exists audit events are kept back."));
                return false;
            }
            administration.awaitLeaders();
        } else if (problem instanceof UnknownTopicOrPartitionException) {
            // Somebody else has created it just now.
            administration.awaitLeaders();
            logger.info("The topic \"{}\" exists now.", name);
        }
        usable.countDown();
        administration.compare(creation);
        return true;
    }

    /** Says once per kind of problem why nothing is written. */
    private void notYet(KafkaException found) {
        if (!found.getClass().equals(told)) {
            logger.warn("{}", found.getMessage());
            told = found.getClass();
        }
        problem = found;
    }

    /**
     * Tells whether asking again would not help: no right, a broker too old, a setting that only the producer takes.
     */
    private static boolean isLasting(KafkaException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            // A name that cannot be resolved is told like a wrong setting.
            if (e instanceof RetriableException
                    || String.valueOf(e.getMessage()).contains("bootstrap")) {
                return false;
            }
        }
        return true;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /**
     * How the topic is created.
     *
     * @param partitions the number of partitions
     * @param replication the replication factor, or null for three or, in a smaller cluster, one per broker
     * @param retention how long events are kept
     */
    public record Creation(int partitions, @Nullable Short replication, Duration retention) {}
}
