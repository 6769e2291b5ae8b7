package io.github.kafkaaudit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.kafka.AuditingSerializer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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

/**
 * What a send of 1 KiB of JSON costs on the application's thread, callback included, with and without the audit; the
 * difference is the audit's. The audit thread does not run, so that neither its time nor its memory is counted: every
 * invocation fills the queue of a new trail.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("FutureReturnValueIgnored") // the callback tells
public class ProduceBenchmark {

    private static final int SENDS = 2_000;

    /** How many topics the sends go to, in turn. */
    @Param({"1", "10", "100", "1000"})
    private int topics = 1;

    private final String value = new String(Samples.payload(), UTF_8);
    private String[] names = {};
    private NullProducer<String, String> target = new NullProducer<>(new StringSerializer(), new StringSerializer());
    private Producer<String, String> audited = target;

    /** Names the topics. */
    @Setup
    public void nameTopics() {
        names = new String[topics];
        for (int i = 0; i < topics; i++) {
            names[i] = topics == 1 ? "recruit.result" : "recruit.result-" + i;
        }
    }

    /** Begins with an empty queue. */
    @Setup(Level.Invocation)
    public void begin() {
        target = new NullProducer<>(
                AuditingSerializer.around(new StringSerializer(), true),
                AuditingSerializer.around(new StringSerializer(), false));
        audited = Trails.audit(Trails.create(2 * SENDS)).wrap(target);
    }

    /**
     * Sends without the audit.
     *
     * @return something
     */
    @Benchmark
    @OperationsPerInvocation(SENDS)
    public int plain() {
        NullProducer<String, String> plain = new NullProducer<>(new StringSerializer(), new StringSerializer());
        return send(plain, plain);
    }

    /**
     * Sends with the audit.
     *
     * @return something
     */
    @Benchmark
    @OperationsPerInvocation(SENDS)
    public int audited() {
        return send(audited, target);
    }

    private int send(Producer<String, String> producer, NullProducer<String, String> counting) {
        for (int i = 0; i < SENDS; i++) {
            producer.send(
                    new ProducerRecord<>(names[i % names.length], "A-20260017", value), (metadata, failure) -> {});
        }
        return counting.bytes();
    }
}
