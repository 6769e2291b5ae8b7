package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.spool.FileAuditSpool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailSpoolTests {

    @TempDir
    private Path directory;

    private final FakeSink sink = new FakeSink();
    private final ServiceIdentity identity = ServiceIdentity.of("recruit");

    @Test
    void sendsWhatAnEarlierLifeSpooledEvenIfItSpoolsNothingItself() throws IOException {
        spoolThroughALife(identity, 100);

        try (AuditTrail trail = start(ServiceIdentity.of("recruit"), spool(ServiceIdentity.of("recruit")))) {
            await().until(() -> sink.written.size() >= 103);
            assertThat(trail.statistics().spoolSize()).isZero();
        }
        assertThat(sink.sequences()).containsAll(range(1, 102));
        assertThat(sink.written.stream().map(EncodedAuditEvent::id)).doesNotHaveDuplicates();
    }

    @Test
    void disclosesWhatTheSpoolLostOfItsOwnLifeAndOfAnEarlierOne() throws IOException {
        spoolThroughALife(identity, 10);
        Path segment = find(".segment");
        byte[] content = Files.readAllBytes(segment);
        content[content.length / 2] ^= 1;
        Files.write(segment, content);

        ServiceIdentity next = ServiceIdentity.of("recruit");
        try (AuditTrail trail = start(next, spool(next))) {
            await().until(() -> sink.written.size() >= 13);
            assertThat(trail.statistics().lost()).isEqualTo(Map.of(LossReason.SPOOL_DAMAGED, 1L));
        }
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            String json = new String(gap.json(), StandardCharsets.UTF_8);
            assertThat(json).contains("spool damaged").contains(identity.ephemeralId());
        });
    }

    @Test
    void goesOnWhenTheSpoolFailsInAnUnexpectedWay() {
        FailingSpool spool = new FailingSpool();
        sink.away();
        try (AuditTrail trail = start(identity, spool)) {
            record(trail, 50);
            await().until(() -> spool.calls.get() > 1);
            sink.back();
            await().until(() -> sink.written.size() >= 51);
        }
        assertThat(sink.sequences()).containsAll(range(1, 52));
    }

    @Test
    void goesOnWhenTheSinkThrowsAnError() {
        sink.answer = events -> new NoClassDefFoundError("com.example.NativeCompression");
        try (AuditTrail trail = start(identity, spool(identity))) {
            record(trail, 50);
            await().until(() -> sink.writes.get() > 1);
            sink.back();
            await().atMost(Duration.ofSeconds(20)).until(() -> sink.written.size() >= 51);
        }
        assertThat(sink.sequences()).containsAll(range(1, 52));
    }

    @Test
    void endsSoonWhenTheSinkIsAwayAndLeavesEverythingInTheSpool() throws IOException {
        sink.away();
        AuditTrail trail = start(identity, spool(identity));
        record(trail, 5_000);
        long start = System.nanoTime();
        trail.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(sink.writes.get()).isLessThan(100);
        ServiceIdentity next = ServiceIdentity.of("recruit");
        try (FileAuditSpool spool = spool(next)) {
            spool.read(1, 1);
            assertThat(spool.size()).isEqualTo(5_002);
        }
    }

    @Test
    void emptiesItsSpoolBeforeItEndsIfTheSinkIsWell() throws IOException {
        sink.away();
        AuditTrail trail = start(identity, spool(identity));
        record(trail, 20_000);
        await().until(() -> trail.statistics().spooled() > 10_000);
        sink.back();
        trail.close();

        assertThat(sink.sequences()).containsExactlyInAnyOrderElementsOf(range(1, 20_002));
        try (FileAuditSpool spool = spool(ServiceIdentity.of("recruit"))) {
            assertThat(spool.read(1, 1)).isEmpty();
        }
    }

    @Test
    void saysWhyItCannotSpoolAndGoesOn() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the directory should be");
        sink.away();
        AuditSpool spool =
                FileAuditSpool.builder(identity, "fake").directory(blocked).build();
        try (AuditTrail trail = start(identity, spool)) {
            record(trail, 1_000);
            await().until(() -> trail.statistics().failures() > 1);
            sink.back();
            await().until(() -> sink.written.size() >= 1_001);
            assertThat(trail.statistics().lostTotal()).isZero();
        }
    }

    @Test
    void dropsAndDisclosesOnlySuccessesOfATopicWhosePolicySaysSo() {
        sink.away();
        AuditTrail trail = AuditTrail.builder(new JsonAuditEventEncoder(identity, null), sink)
                .spool(spool(identity))
                .policies(Trails.dropping())
                .build();
        trail.start(Map.of());
        AtomicInteger successes = new AtomicInteger();
        try (trail) {
            await().until(() -> !trail.statistics().sinkHealthy());
            // One by one: a batch that happens to be the probe whether the sink is back is kept.
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                record(trail, 1);
                successes.incrementAndGet();
                return trail.statistics().lostTotal() > 10;
            });
            for (int i = 0; i < 20; i++) {
                trail.recorder()
                        .record(AuditEvent.of(AuditAction.MESSAGE_PRODUCE_FAILED)
                                .record(snapshot(i)));
            }
            trail.flush(Duration.ofSeconds(10));
            assertThat(trail.statistics().lost()).containsOnlyKeys(LossReason.POLICY);
            sink.back();
            // What is still in the spool when the trail ends is the next life's to send.
            await().until(() -> !sink.gaps().isEmpty() && trail.statistics().spoolSize() == 0);
        }
        long lost = trail.statistics().lostTotal();
        assertThat(sink.gaps()).isNotEmpty();
        assertThat(sink.written)
                .filteredOn(event -> event.failure() && !sink.gaps().contains(event))
                .hasSize(20);
        assertThat((long) sink.written.size())
                .isEqualTo(successes.get() + 20 + 2 + sink.gaps().size() - lost);
    }

    private void spoolThroughALife(ServiceIdentity life, int events) {
        sink.away();
        try (AuditTrail trail = start(life, spool(life))) {
            record(trail, events);
        }
        sink.back();
        assertThat(sink.written).isEmpty();
    }

    private FileAuditSpool spool(ServiceIdentity life) {
        return FileAuditSpool.builder(life, "fake").directory(directory).build();
    }

    private AuditTrail start(ServiceIdentity life, @Nullable AuditSpool spool) {
        AuditTrail trail = AuditTrail.builder(new JsonAuditEventEncoder(life, null), sink)
                .spool(spool)
                .build();
        trail.start(Map.of());
        return trail;
    }

    private static void record(AuditTrail trail, int events) {
        for (int i = 0; i < events; i++) {
            trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(snapshot(i)));
        }
    }

    private static RecordSnapshot snapshot(int offset) {
        WireBytes value = WireBytes.whole("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        return new RecordSnapshot("t", 0, offset, -1, null, WireBytes.NONE, value, HeaderSnapshot.EMPTY, null);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private Path find(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Somebody's own spool, with a mistake in it. */
    private static final class FailingSpool implements AuditSpool {

        final AtomicInteger calls = new AtomicInteger();

        @Override
        public int append(List<EncodedAuditEvent> events) {
            calls.incrementAndGet();
            throw new IllegalStateException("mistake");
        }

        @Override
        public List<EncodedAuditEvent> read(int maxEvents, long maxBytes) {
            throw new IllegalStateException("mistake");
        }

        @Override
        public void remove(int count) {}

        @Override
        public long size() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {
            throw new IllegalStateException("mistake");
        }
    }
}
