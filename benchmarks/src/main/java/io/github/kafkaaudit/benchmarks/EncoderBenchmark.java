package io.github.kafkaaudit.benchmarks;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the audit thread spends on one event before it is sent: digest, masking, business key, document. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncoderBenchmark {

    /** How values are masked: not at all, by a marker, or by an HMAC with a secret, which also keys the digest. */
    @Param({"none", "marker", "hmac"})
    private String masking = "";

    private TopicPolicy policy = Samples.UNMASKED;
    private JsonAuditEventEncoder encoder = new JsonAuditEventEncoder(ServiceIdentity.of("benchmark"), null);
    private final AuditEvent produced = Samples.produced();
    private final AuditEvent consumed = Samples.consumed();

    static EncoderBenchmark of(String masking) {
        EncoderBenchmark benchmark = new EncoderBenchmark();
        benchmark.masking = masking;
        benchmark.setUp();
        return benchmark;
    }

    /** Chooses policy and secret. */
    @Setup
    public void setUp() {
        policy = masking.equals("none") ? Samples.UNMASKED : Samples.MASKED;
        if (masking.equals("hmac")) {
            HmacKey key = new HmacKey("k1", "a secret of the benchmark".getBytes(StandardCharsets.UTF_8));
            encoder = new JsonAuditEventEncoder(ServiceIdentity.of("benchmark"), key);
        }
    }

    /**
     * Encodes the event of a send.
     *
     * @return the document
     */
    @Benchmark
    public EncodedAuditEvent produce() {
        return encoder.encode(produced, Samples.EVENT_ID, policy, 0);
    }

    /**
     * Encodes the event of a processed delivery.
     *
     * @return the document
     */
    @Benchmark
    public EncodedAuditEvent consume() {
        return encoder.encode(consumed, Samples.EVENT_ID, policy, 0);
    }
}
