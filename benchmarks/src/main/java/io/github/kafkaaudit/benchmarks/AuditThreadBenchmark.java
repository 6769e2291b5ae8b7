package io.github.kafkaaudit.benchmarks;

import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many events the audit thread takes from its queue, encodes and hands to a sink that answers at once: what one
 * core can do. Another thread fills the queue faster than that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class AuditThreadBenchmark {

    private static final int EVENTS = 50_000;

    private AuditTrail trail = Trails.create(2 * EVENTS);

    /** Starts the audit thread. */
    @Setup(Level.Trial)
    public void start() {
        trail = Trails.create(2 * EVENTS);
        trail.start(Map.of());
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void stop() {
        trail.close();
        if (trail.statistics().lostTotal() > 0) {
            throw new IllegalStateException("Lost: " + trail.statistics().lost());
        }
    }

    /**
     * Records events and waits until all are written.
     *
     * @return whether they are
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public boolean encodeAndHandOver() {
        for (int i = 0; i < EVENTS; i++) {
            trail.recorder().record(i % 2 == 0 ? Samples.producedBuilder() : Samples.consumedBuilder());
        }
        return trail.flush(Duration.ofSeconds(60));
    }
}
