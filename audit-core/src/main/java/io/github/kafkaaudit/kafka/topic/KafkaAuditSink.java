package io.github.kafkaaudit.kafka.topic;

import io.github.kafkaaudit.AuditEventEncoder;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to the audit topic with a producer of its own, which nobody else sees and nothing audits.
 *
 * <p>Key null (sticky batches; the order is the sequence's), value the JSON document, header {@code ka-schema}, the
 * timestamp left to the broker. A document that is too large for the topic is written in a smaller form.
 *
 * <p><b>Failure</b>: nothing is written, and every write fails with the reason, until the topic is known to exist.
 *
 * <p><b>Threading</b>: as {@link AuditSink} says; {@code send}, and the first look at the topic, may keep the thread,
 * each as long as {@code max.block.ms} says.
 */
public final class KafkaAuditSink implements AuditSink {

    /** The version of the document's schema, as text. */
    public static final String SCHEMA_HEADER = "ka-schema";

    private static final List<Header> HEADERS =
            List.of(new RecordHeader(SCHEMA_HEADER, "1".getBytes(StandardCharsets.US_ASCII)));
    // An event without payload, headers and stack trace; a topic that takes less takes no events.
    private static final int SMALLEST = 4 * 1024;

    // Whatever is still under way is in the spool.
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);

    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    private final String topic;
    private final @Nullable FirstLook look;
    private final AuditEventEncoder encoder;
    private final Supplier<Producer<byte[], byte[]>> factory;
    private final String place;
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile int largest = Integer.MAX_VALUE;

    /**
     * Creates a sink that reaches the cluster as one of the application's clients does.
     *
     * @param topic the audit topic
     * @param application the properties of one of the application's clients: its connection and security are taken over
     * @param encoder makes documents smaller that are too large
     * @return the sink
     */
    public static KafkaAuditSink create(String topic, Map<String, Object> application, AuditEventEncoder encoder) {
        Map<String, Object> properties = AuditProducerProperties.of(
                application, Map.of(), encoder.identity().name());
        return new KafkaAuditSink(topic, properties, encoder);
    }

    /**
     * Creates a sink.
     *
     * @param topic the audit topic
     * @param properties the producer's properties, see {@link AuditProducerProperties}
     * @param encoder makes documents smaller that are too large
     */
    public KafkaAuditSink(String topic, Map<String, Object> properties, AuditEventEncoder encoder) {
        this(new AuditTopic(topic, properties, null), properties, encoder);
    }

    /**
     * Creates a sink that creates its topic if that is wanted.
     *
     * @param topic the audit topic, which the sink looks after and closes
     * @param properties the producer's properties, see {@link AuditProducerProperties}
     * @param encoder makes documents smaller that are too large
     */
    public KafkaAuditSink(AuditTopic topic, Map<String, Object> properties, AuditEventEncoder encoder) {
        this(
                topic.name(),
                new FirstLook(topic, maxBlock(properties.get(ProducerConfig.MAX_BLOCK_MS_CONFIG))),
                servers(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)),
                encoder,
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    KafkaAuditSink(
            String topic,
            @Nullable FirstLook look,
            String servers,
            AuditEventEncoder encoder,
            Supplier<Producer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.look = look;
        this.encoder = encoder;
        this.factory = factory;
        this.place = "kafka " + servers + " " + topic;
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        if (look != null && !look.isOver()) {
            return CompletableFuture.failedFuture(told(look.topic.problem()));
        }
        // Made on the sink's thread: it loads classes and resolves host names, which the host's start must not wait
        // for.
        Producer<byte[], byte[]> target = producer;
        if (target == null) {
            target = factory.get();
            producer = target;
        }
        BatchResult result = new BatchResult(events.size());
        for (EncodedAuditEvent event : events) {
            if (result.hasFailed()) {
                // The first send that had to wait and failed says it for the rest, which would each wait again.
                result.ended(null);
                continue;
            }
            send(target, event.json().length > largest ? encoder.shrink(event, largest) : event, result);
        }
        return result;
    }

    /** Returns the brokers, in whatever order they are named, and the topic. */
    @Override
    public String place() {
        return place;
    }

    private static Duration maxBlock(@Nullable Object configured) {
        return configured == null
                ? MAX_BLOCK
                : Duration.ofMillis(Long.parseLong(configured.toString().strip()));
    }

    private static String servers(@Nullable Object configured) {
        Stream<?> servers = configured instanceof Collection<?> several
                ? several.stream()
                : Stream.of(String.valueOf(configured).split(","));
        return servers.map(server -> String.valueOf(server).strip())
                .sorted()
                .distinct()
                .toList()
                .toString();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the same
    private void send(Producer<byte[], byte[]> target, EncodedAuditEvent event, BatchResult result) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, null, null, event.json(), HEADERS);
        try {
            target.send(record, (metadata, failure) -> {
                if (failure instanceof RecordTooLargeException) {
                    // Refused as often as it comes; when the batch is written again it will be smaller.
                    largest = Math.min(largest, Math.max(SMALLEST, event.json().length / 2));
                }
                result.ended(failure);
            });
        } catch (RuntimeException e) {
            result.ended(e);
        }
    }

    @Override
    public void close() {
        if (look != null) {
            look.topic.close();
        }
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
        }
    }

    /** What Kafka says about brokers, topics and rights quotes no record. */
    private static Throwable told(Throwable failure) {
        return failure instanceof ApiException
                ? new AuditSinkException(failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure)
                : failure;
    }

    /** The topic before it is known to exist; the sink waits for the answer once, then only asks. */
    static final class FirstLook {

        private final AuditTopic topic;
        private Duration wait;

        FirstLook(AuditTopic topic, Duration wait) {
            this.topic = topic;
            this.wait = wait;
        }

        private boolean isOver() {
            topic.checkInBackground();
            boolean over = topic.awaitUsable(wait);
            wait = Duration.ZERO;
            return over;
        }
    }

    /** Completes when every record of a batch has its answer. */
    private static final class BatchResult extends CompletableFuture<Void> {

        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        private BatchResult(int size) {
            this.open = new AtomicInteger(size);
        }

        private boolean hasFailed() {
            return failure.get() != null;
        }

        private void ended(@Nullable Throwable cause) {
            if (cause != null) {
                failure.compareAndSet(null, cause);
            }
            if (open.decrementAndGet() == 0) {
                Throwable first = failure.get();
                if (first == null) {
                    complete(null);
                } else {
                    completeExceptionally(told(first));
                }
            }
        }
    }
}
