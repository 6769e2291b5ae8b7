package io.github.kafkaaudit.benchmarks;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.spool.FileAuditSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the spool costs per event of 1.5 KiB, written and replayed in batches as the audit thread does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class SpoolBenchmark {

    private static final int EVENTS = 100_000;

    /** How many events one append takes; an audit thread under load has some hundred. */
    @Param({"1", "50", "500"})
    public int batch;

    private List<EncodedAuditEvent> events = List.of();
    private Path directory = Path.of(".");
    private FileAuditSpool spool =
            FileAuditSpool.builder(ServiceIdentity.of("benchmark"), "none").build();

    /** Starts with an empty spool. */
    @Setup(Level.Invocation)
    public void open() throws IOException {
        byte[] json = ("{\"payload\":\"" + "x".repeat(1_522) + "\"}").getBytes(StandardCharsets.UTF_8);
        events = IntStream.range(0, batch)
                .mapToObj(each -> new EncodedAuditEvent(new UUID(1, each).toString(), each + 1L, 0, false, json))
                .toList();
        directory = Files.createTempDirectory("spool-benchmark");
        spool = FileAuditSpool.builder(ServiceIdentity.of("benchmark"), "none")
                .directory(directory)
                .build();
    }

    /** Leaves nothing behind. */
    @TearDown(Level.Invocation)
    public void close() throws IOException {
        spool.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(SpoolBenchmark::delete);
        }
    }

    /** Writes only. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long write() throws IOException {
        for (int written = 0; written < EVENTS; written += batch) {
            spool.append(events);
        }
        return spool.size();
    }

    /** Writes and replays; the difference to {@link #write} is the replay. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long writeAndReplay() throws IOException {
        write();
        List<EncodedAuditEvent> read = spool.read(512, 1 << 20);
        while (!read.isEmpty()) {
            spool.remove(read.size());
            read = spool.read(512, 1 << 20);
        }
        return spool.size();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
