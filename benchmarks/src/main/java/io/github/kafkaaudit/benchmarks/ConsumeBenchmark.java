package io.github.kafkaaudit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.kafka.AuditingDeserializer;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.SpringKafkaAudit;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * What a record of 1 KiB of JSON costs on a container's thread from its deserialization to the commit of its poll, with
 * and without the audit; the difference is the audit's. The audit thread does not run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsumeBenchmark {

    private static final int POLLS = 4;
    private static final int POLLED = 500;

    private final StringDeserializer plain = new StringDeserializer();
    private final Consumer<String, String> unaudited = new FetchedRecords(plain, plain);
    private Consumer<String, String> audited = unaudited;
    private @Nullable RecordInterceptor<String, String> interceptor;

    /** Begins with an empty queue. */
    @Setup(Level.Invocation)
    public void begin() {
        KafkaAudit audit = Trails.audit(Trails.create(2 * POLLS * POLLED));
        audited = audit.wrap(new FetchedRecords(
                AuditingDeserializer.around(plain, true), AuditingDeserializer.around(plain, false)));
        ConcurrentKafkaListenerContainerFactory<String, String> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        new SpringKafkaAudit(() -> audit, new SpringKafkaAudit.Options(true, true, true, false))
                .install(factory, "benchmark");
        interceptor = factory.getRecordInterceptor();
        if (interceptor != null) {
            // As a container does before it polls.
            interceptor.setupThreadState(audited);
        }
    }

    /**
     * Consumes without the audit.
     *
     * @return something
     */
    @Benchmark
    @OperationsPerInvocation(POLLS * POLLED)
    public int plain() {
        return consume(unaudited, null);
    }

    /**
     * Consumes with the audit.
     *
     * @return something
     */
    @Benchmark
    @OperationsPerInvocation(POLLS * POLLED)
    public int audited() {
        return consume(audited, interceptor);
    }

    /** What a listener container does per poll and record. */
    private static int consume(
            Consumer<String, String> consumer, @Nullable RecordInterceptor<String, String> interceptor) {
        int seen = 0;
        for (int i = 0; i < POLLS; i++) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ZERO)) {
                if (interceptor == null) {
                    seen += record.value().length();
                } else {
                    ConsumerRecord<String, String> intercepted = interceptor.intercept(record, consumer);
                    seen += intercepted == null ? 0 : intercepted.value().length();
                    interceptor.success(record, consumer);
                    interceptor.afterRecord(record, consumer);
                }
            }
            consumer.commitSync(Map.of(FetchedRecords.PARTITION, new OffsetAndMetadata((i + 1L) * POLLED)));
        }
        return seen;
    }

    /**
     * Deserializes a poll's records as the real consumer does, out of buffers that are there before: it makes one for
     * every key and value of a fetch response, whoever looks at them.
     */
    private static final class FetchedRecords extends MockConsumer<String, String> {

        static final TopicPartition PARTITION = new TopicPartition("recruit.result", 3);

        private final Deserializer<String> keys;
        private final Deserializer<String> values;
        private final ByteBuffer key = ByteBuffer.wrap("A-20260017".getBytes(UTF_8));
        private final ByteBuffer value = ByteBuffer.wrap(Samples.payload());
        private long offset;

        FetchedRecords(Deserializer<String> keys, Deserializer<String> values) {
            super("earliest");
            this.keys = keys;
            this.values = values;
        }

        @Override
        public synchronized ConsumerRecords<String, String> poll(Duration timeout) {
            List<ConsumerRecord<String, String>> records = new ArrayList<>(POLLED);
            for (int i = 0; i < POLLED; i++) {
                RecordHeaders headers = new RecordHeaders();
                for (int j = 0; j < Samples.headers().size(); j++) {
                    headers.add(Samples.headers().name(j), Samples.headers().value(j));
                }
                records.add(new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        offset++,
                        1_795_000_000_123L,
                        TimestampType.CREATE_TIME,
                        key.remaining(),
                        value.remaining(),
                        keys.deserialize(PARTITION.topic(), headers, key),
                        values.deserialize(PARTITION.topic(), headers, value),
                        headers,
                        Optional.empty()));
            }
            return new ConsumerRecords<>(Map.of(PARTITION, records), Map.of());
        }
    }
}
