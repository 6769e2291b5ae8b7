package io.github.kafkaaudit.benchmarks;

import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to put an event into a batch of the audit topic, and a broker to read it there, with each of Kafka's
 * ways to compress: the choice of {@code kafka.audit.producer.properties.compression.type}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CompressionBenchmark {

    private static final int BATCH = 200;
    private static final int DOCUMENTS = 1000;

    /** The compression, with a level behind a colon where it is not Kafka's default. */
    @Param({"none", "lz4", "snappy", "zstd:1", "zstd:3"})
    private String compression = "";

    private final byte[][] documents = new byte[DOCUMENTS][];
    private final ByteBuffer buffer = ByteBuffer.allocate(4 << 20);
    private Compression codec = Compression.NONE;
    private MemoryRecords batch = MemoryRecords.EMPTY;
    private int next;

    /** Encodes events about different messages. */
    @Setup
    public void setUp() {
        String[] parts = compression.split(":", 2);
        codec = parts.length == 2
                ? Compression.zstd().level(Integer.parseInt(parts[1])).build()
                : Compression.of(parts[0]).build();
        JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(ServiceIdentity.of("benchmark"), null);
        for (int i = 0; i < DOCUMENTS; i++) {
            String id = new UUID(0x019A_AAAA_0000_7000L, 0x8000_0000_0000_0000L + i * 0x9E3779B97F4AL).toString();
            documents[i] =
                    encoder.encode(Samples.produced(i), id, Samples.UNMASKED, 0).json();
        }
        System.out.println("bytes per event: " + write().sizeInBytes() / BATCH);
    }

    /** Makes the batch that is read. */
    @Setup(Level.Iteration)
    public void fill() {
        MemoryRecords written = write();
        ByteBuffer copy = ByteBuffer.allocate(written.sizeInBytes());
        copy.put(written.buffer().duplicate()).flip();
        batch = MemoryRecords.readableRecords(copy);
    }

    /**
     * Puts events into a batch and closes it.
     *
     * @return the batch
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public MemoryRecords append() {
        return write();
    }

    /**
     * Reads a batch through, as a broker does before it takes it.
     *
     * @param records takes the records
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void read(Blackhole records) {
        for (Record record : batch.records()) {
            records.consume(record);
        }
    }

    private MemoryRecords write() {
        buffer.clear();
        try (MemoryRecordsBuilder builder = MemoryRecords.builder(buffer, codec, TimestampType.CREATE_TIME, 0L)) {
            for (int i = 0; i < BATCH; i++) {
                builder.append(0L, null, documents[next++ % DOCUMENTS]);
            }
            return builder.build();
        }
    }
}
