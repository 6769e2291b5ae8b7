package io.github.kafkaaudit.console.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Events on the audit topic itself. Each question reads with a consumer of its own, without a group and without
 * commits, from the question's beginning to what is the end when it starts; READ on the topic is enough.
 */
public final class TopicSource extends ScanningSource {

    /** An event is on the topic after it happened; the broker's clock may differ from the service's. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long REPORT_EVERY = 50_000;

    private final String topic;
    private final String bootstrapServers;
    private final Map<String, Object> properties = new HashMap<>();
    private final Progress progress;

    /**
     * Reads a topic.
     *
     * @param bootstrapServers the brokers
     * @param topic the audit topic
     * @param properties more consumer properties, such as those of security
     * @param progress is told how far a scan has come
     */
    public TopicSource(String bootstrapServers, String topic, Map<String, ?> properties, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.progress = progress;
        this.properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "kafka-audit-console");
        this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        this.properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        this.properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        this.properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        this.properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        this.properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() - 1);
        this.properties.putAll(properties);
        this.properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    @Override
    public String description() {
        return "topic " + topic + " at " + bootstrapServers;
    }

    @Override
    void scan(Period period, Consumer<String> remarks, Documents documents) {
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            read(consumer, period, documents);
        } catch (AuthenticationException | AuthorizationException e) {
            throw new SourceException(
                    SourceException.Kind.DENIED,
                    "Kafka does not let the console read the topic " + topic
                            + ": it needs READ and DESCRIBE on it, and the credentials in the Kafka properties.",
                    e);
        } catch (InvalidTopicException e) {
            throw noTopic(e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (KafkaException e) {
            throw new SourceException(
                    SourceException.Kind.UNAVAILABLE,
                    "Kafka at " + bootstrapServers + " cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public void close() {}

    private void read(KafkaConsumer<byte[], byte[]> consumer, Period period, Documents documents) {
        var partitions = partitions(consumer);
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition ->
                times.put(partition, Math.max(0, period.since().minus(CLOCKS).toEpochMilli())));
        var starts = consumer.offsetsForTimes(times);
        long total = 0;
        for (var partition : partitions) {
            var start = starts.get(partition);
            var end = ends.getOrDefault(partition, 0L);
            consumer.seek(partition, start == null ? end : Math.min(start.offset(), end));
            total += start == null ? 0 : Math.max(0, end - start.offset());
        }
        long done = 0;
        var lastProgress = System.nanoTime();
        while (isBehind(consumer, ends)) {
            var records = consumer.poll(POLL);
            for (var record : records) {
                if (record.value() != null) {
                    documents.accept(
                            record.value(),
                            0,
                            record.value().length,
                            topic + "/" + record.partition() + "/" + record.offset());
                }
            }
            var before = done;
            done += records.count();
            if (before / REPORT_EVERY != done / REPORT_EVERY) {
                progress.report(done, total, "records");
            }
            if (!records.isEmpty()) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > TIMEOUT.toNanos()) {
                throw unavailable(null);
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        var found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw noTopic(null);
        }
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var behind = false;
        for (var entry : ends.entrySet()) {
            if (consumer.position(entry.getKey()) < entry.getValue()) {
                behind = true;
            } else {
                consumer.pause(List.of(entry.getKey()));
            }
        }
        return behind;
    }

    private SourceException noTopic(@Nullable Throwable cause) {
        return new SourceException(
                SourceException.Kind.NOT_FOUND,
                "There is no topic " + topic + " at " + bootstrapServers
                        + ": name the audit topic with --topic, or check that the services write one.",
                cause);
    }

    private SourceException unavailable(@Nullable Throwable cause) {
        return new SourceException(
                SourceException.Kind.UNAVAILABLE,
                "Kafka at " + bootstrapServers + " does not answer: check the address and that the broker runs.",
                cause);
    }
}
