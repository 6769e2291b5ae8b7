package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.embedded.EventRouter.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls, indexes, commits; on one thread from its start to its end. */
final class IndexerLoop implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(IndexerLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    // For a broker that may be away while the indexer stops.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final IndexTemplates templates;
    private final EventRouter router;
    private final BulkDelivery bulk;
    private final String topic;
    // Records that came although all partitions were paused, because a rebalance had just assigned new ones.
    private final Deque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final BackOff readBackOff = new BackOff();
    private volatile boolean stopping;
    private volatile boolean killed;

    IndexerLoop(
            Consumer<byte[], byte[]> consumer,
            IndexTemplates templates,
            EventRouter router,
            BulkDelivery bulk,
            String topic) {
        this.consumer = consumer;
        this.templates = templates;
        this.router = router;
        this.bulk = bulk;
        this.topic = topic;
    }

    /** Ends the loop after the attempt it is in; what has been indexed is committed unless it is killed. */
    void stop(boolean kill) {
        killed = kill;
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic));
            installTemplates();
            while (!stopping) {
                pollAndIndex();
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close(CloseOptions.timeout(PATIENCE));
        }
    }

    private void installTemplates() throws InterruptedException {
        var backOff = new BackOff();
        while (!stopping) {
            try {
                templates.install();
                return;
            } catch (IOException e) {
                logger.debug("The index templates are not installed yet: {}", e.getMessage());
                stayInTheGroup(backOff.next());
            }
        }
    }

    private void pollAndIndex() throws InterruptedException {
        try {
            for (var event : consumer.poll(backlog.isEmpty() ? POLL : Duration.ZERO)) {
                backlog.add(event);
            }
            readBackOff.reset();
            if (!backlog.isEmpty()) {
                List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>(backlog);
                backlog.clear();
                if (index(events)) {
                    commit(events);
                }
            }
        } catch (WakeupException e) {
            logger.trace("Woken up to stop.");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (!readBackOff.isUsed()) {
                logger.warn("The indexer cannot read {}: {}; it keeps trying.", topic, e.toString());
            }
            Thread.sleep(readBackOff.next().toMillis());
        }
    }

    /** Returns whether every record is in Elasticsearch; not so only when the loop is being stopped. */
    private boolean index(List<ConsumerRecord<byte[], byte[]>> events) throws InterruptedException {
        List<Delivery> open = events.stream().map(router::route).toList();
        var backOff = new BackOff();
        while (!killed) {
            open = bulk.attempt(open);
            if (open.isEmpty()) {
                if (backOff.isUsed()) {
                    logger.info("Elasticsearch takes the audit events again.");
                }
                consumer.resume(consumer.assignment());
                return true;
            }
            if (stopping) {
                return false;
            }
            if (!backOff.isUsed()) {
                logger.warn(
                        "Elasticsearch does not take the audit events; the indexer keeps trying. {}", bulk.problem());
            }
            stayInTheGroup(backOff.next());
        }
        return false;
    }

    /** Waits while polling paused partitions: a consumer that does not poll is put out of its group. */
    private void stayInTheGroup(Duration wait) throws InterruptedException {
        var end = System.nanoTime() + wait.toNanos();
        do {
            consumer.pause(consumer.assignment());
            try {
                for (var event : consumer.poll(Duration.ofMillis(Math.min(100, wait.toMillis())))) {
                    backlog.add(event);
                }
            } catch (WakeupException e) {
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                // Must not end the wait: what is still open would be forgotten, and a later commit would cover it.
                logger.debug("The indexer cannot read {} while it waits: {}", topic, e.toString());
                Thread.sleep(POLL.toMillis());
            }
        } while (!stopping && System.nanoTime() < end);
        consumer.resume(consumer.assignment());
    }

    private void commit(List<ConsumerRecord<byte[], byte[]>> events) {
        if (killed) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var event : events) {
            offsets.put(
                    new TopicPartition(event.topic(), event.partition()), new OffsetAndMetadata(event.offset() + 1));
        }
        offsets.keySet().retainAll(consumer.assignment());
        try {
            commitNow(offsets);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            logger.debug("The records of {} will be read again: {}", topic, e.getMessage());
        }
    }

    private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            // Used up by this call; what has been indexed shall be committed all the same.
            if (!killed) {
                consumer.commitSync(offsets, PATIENCE);
            }
        }
    }

    /** Pauses that double from one to the next, up to five seconds. */
    private static final class BackOff {

        private static final Duration FIRST = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofSeconds(5);
        private Duration next = FIRST;

        boolean isUsed() {
            return next.compareTo(FIRST) > 0;
        }

        void reset() {
            next = FIRST;
        }

        Duration next() {
            var current = next;
            var doubled = current.multipliedBy(2);
            next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
            return current;
        }
    }
}
