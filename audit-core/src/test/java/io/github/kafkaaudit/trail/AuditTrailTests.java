package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTrailTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingAuditSink sink = new RecordingAuditSink();
    private final SteppableClock clock = new SteppableClock("2026-11-22T10:00:00Z");
    private final AuditTrail trail = Trails.to(sink).clock(clock).build();

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void beginsWithAuditStartedAndTheCoverage() {
        trail.start(Map.of("producers", "2"));
        trail.close();

        Document first = sink.documents().get(0);
        assertThat(first.text("event.action")).isEqualTo("audit-started");
        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.text("kafka_audit.coverage.producers")).isEqualTo("2");
    }

    @Test
    void endsWithAuditStoppedThatCarriesTheLastSequence() {
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());
        trail.close();

        Document last = last(sink.documents());
        assertThat(last.text("event.action")).isEqualTo("audit-stopped");
        assertThat(last.sequence()).isEqualTo(3);
        assertThat(last.number("kafka_audit.last_sequence")).isEqualTo(3);
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void startsAndEndsOnce() {
        trail.start(Map.of());
        trail.start(Map.of());
        trail.close();
        trail.close();

        assertThat(sink.documents())
                .extracting(document -> document.text("event.action"))
                .containsExactly("audit-started", "audit-stopped");
    }

    @Test
    void givesEveryEventOfManyThreadsAPlaceInOneContiguousSequence() throws InterruptedException {
        trail.start(Map.of());
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                awaitUninterruptibly(go);
                for (int j = 0; j < 500; j++) {
                    trail.recorder().record(Trails.produced());
                }
            });
            threads.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        trail.close();

        // Threads are told apart by nothing but their luck: two neighbours may arrive in the other order.
        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 8_002).boxed().toList());
        assertThat(last(sink.documents()).number("kafka_audit.last_sequence")).isEqualTo(8_002);
        assertThat(trail.statistics().lostTotal()).isZero();
    }

    @Test
    void keepsTheOrderOfOneThread() {
        trail.start(Map.of());
        for (int i = 0; i < 3_000; i++) {
            trail.recorder().record(Trails.produced());
        }
        trail.close();

        assertThat(sink.written())
                .extracting(EncodedAuditEvent::sequence)
                .isSorted()
                .hasSize(3_002);
    }

    @Test
    void givesEventsIdsOfVersionSevenInTheOrderOfTime() {
        trail.start(Map.of());
        for (int i = 0; i < 100; i++) {
            clock.step(Duration.ofMillis(1));
            trail.recorder().record(Trails.produced());
        }
        trail.close();

        List<String> ids = sink.written().stream().map(EncodedAuditEvent::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.subList(0, 101)).isSorted();
        assertThat(ids)
                .allSatisfy(id -> assertThat(UUID.fromString(id).version()).isEqualTo(7));
        assertThat(sink.documents())
                .allSatisfy(document -> assertThat(document.text("event.id"))
                        .isEqualTo(document.event().id()));
    }

    @Test
    void keepsTheSequenceWhenTheClockStepsBackwards() {
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());
        clock.step(Duration.ofHours(-1));
        trail.recorder().record(Trails.produced());
        trail.close();

        assertThat(sink.written()).extracting(EncodedAuditEvent::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(sink.written()).extracting(EncodedAuditEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void keepsWhatIsRecordedBeforeTheStart() {
        assertThat(trail.recorder().record(Trails.produced())).isTrue();
        trail.start(Map.of());
        trail.close();

        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).hasSize(1);
        assertThat(sink.written()).extracting(EncodedAuditEvent::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void countsAndTellsOnceWhatIsRecordedAfterTheEnd() {
        trail.start(Map.of());
        trail.close();
        try (CapturedLog log = new CapturedLog(AuditTrail.class, Level.INFO)) {
            assertThat(trail.recorder().record(Trails.produced())).isFalse();
            assertThat(trail.recorder().record(Trails.produced())).isFalse();

            assertThat(log.messages(Level.WARN)).singleElement().asString().contains("after Kafka Audit had ended");
        }
        assertThat(trail.statistics().lost()).containsExactly(Map.entry(LossReason.SHUTDOWN, 2L));
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).isEmpty();
    }

    @Test
    void losesNothingSilentlyThatIsRecordedWhileItEnds() throws InterruptedException {
        trail.start(Map.of());
        CountDownLatch recording = new CountDownLatch(4);
        List<Thread> threads = new ArrayList<>();
        long[] recorded = new long[4];
        for (int i = 0; i < 4; i++) {
            int index = i;
            Thread thread = new Thread(() -> {
                while (recorded[index] < 100 || !sink.isClosed()) {
                    trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED));
                    recorded[index]++;
                    if (recorded[index] == 100) {
                        recording.countDown();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        recording.await();
        trail.close();
        for (Thread thread : threads) {
            thread.join();
        }

        long written = sink.documents(AuditAction.MESSAGE_PRODUCED).size();
        long all = recorded[0] + recorded[1] + recorded[2] + recorded[3];
        assertThat(written + trail.statistics().lostTotal()).isEqualTo(all);
    }

    @Test
    void recordsThatItIsSwitchedOffAndOnAgain() {
        trail.start(Map.of());
        trail.setEnabled(false);
        trail.setEnabled(false);
        assertThat(trail.isEnabled()).isFalse();
        assertThat(trail.recorder().policy("recruit.result")).isSameAs(TopicPolicy.OFF);
        trail.setEnabled(true);
        assertThat(trail.recorder().policy("recruit.result").produce()).isTrue();
        trail.close();

        assertThat(sink.documents(AuditAction.AUDIT_CHANGED))
                .extracting(document -> document.text("kafka_audit.coverage.enabled"))
                .containsExactly("false", "true");
    }

    @Test
    void recordsThatItsPoliciesWereChanged() {
        trail.start(Map.of());
        trail.changePolicies(AuditPolicies.DEFAULT.without(List.of("recruit.*")), Map.of("exclude", "recruit.*"));
        trail.close();

        assertThat(trail.recorder().policy("recruit.result").produce()).isFalse();
        assertThat(sink.documents(AuditAction.AUDIT_CHANGED))
                .singleElement()
                .extracting(document -> document.text("kafka_audit.coverage.exclude"))
                .isEqualTo("recruit.*");
    }

    @Test
    void tellsByFlushThatEverythingBeforeIsDurable() {
        trail.start(Map.of());
        for (int i = 0; i < 1_000; i++) {
            trail.recorder().record(Trails.produced());
        }

        assertThat(trail.flush(LONG)).isTrue();
        assertThat(sink.documents(AuditAction.MESSAGE_PRODUCED)).hasSize(1_000);
    }

    @Test
    void waitsNoLongerThanAskedForASinkThatDoesNotAnswer() {
        sink.stopAnswering();
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());

        assertThat(trail.flush(Duration.ofMillis(100))).isFalse();

        sink.answerAll();
        assertThat(trail.flush(LONG)).isTrue();
    }

    @Test
    void tellsByFlushThatSomethingWasLost() {
        AuditTrail breaking = AuditTrail.builder(new BreakingEncoder(), sink).build();
        breaking.start(Map.of());
        breaking.recorder().record(Trails.produced());

        assertThat(breaking.flush(LONG)).isFalse();
        breaking.close();
    }

    @Test
    void cannotBeFlushedBeforeItsStartOrAfterItsEnd() {
        assertThat(trail.flush(LONG)).isFalse();
        trail.start(Map.of());
        trail.close();
        assertThat(trail.flush(LONG)).isFalse();
    }

    @Test
    void leavesTheInterruptOfAFlushingThreadInPlace() {
        sink.stopAnswering();
        trail.start(Map.of());
        Thread.currentThread().interrupt();

        assertThat(trail.flush(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        sink.answerAll();
    }

    @Test
    void keepsTheVirtualMachineAliveByNoThread() {
        trail.start(Map.of());

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("kafka-audit"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon));
    }

    @Test
    void reportsWhatItDid() {
        trail.start(Map.of());
        trail.recorder().record(Trails.produced());
        trail.recorder().record(Trails.failed());
        trail.flush(LONG);
        await().until(() -> trail.statistics().oldestUnsent() == -1);

        AuditStatistics statistics = trail.statistics();
        assertThat(statistics.events().get(AuditAction.MESSAGE_PRODUCED))
                .containsExactly(Map.entry(Outcome.SUCCESS, 1L));
        assertThat(statistics.events().get(AuditAction.MESSAGE_PRODUCE_FAILED))
                .containsExactly(Map.entry(Outcome.FAILURE, 1L));
        assertThat(statistics.written()).isEqualTo(3);
        assertThat(statistics.queueSize()).isZero();
        assertThat(statistics.queueMemory()).isZero();
        assertThat(statistics.bytesUnderWay()).isZero();
        assertThat(statistics.oldestUnsent()).isEqualTo(-1);
        assertThat(statistics.sinkHealthy()).isTrue();
        assertThat(statistics.failures()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Document last(List<Document> documents) {
        return documents.get(documents.size() - 1);
    }
}
