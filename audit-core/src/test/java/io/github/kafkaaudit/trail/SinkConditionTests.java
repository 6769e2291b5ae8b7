package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of a sink: every change of its state, and in between not much. */
class SinkConditionTests {

    private final AtomicLong nanos = new AtomicLong(42);
    private final FailureLog failures = new FailureLog();
    private final SinkCondition condition = new SinkCondition(new NamedSink(), true, failures, nanos::get);
    private final CapturedLog log = new CapturedLog(AuditTrail.class, Level.DEBUG);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void takesASlowFirstConnectionForNoFailure() {
        fail();
        pass(Duration.ofSeconds(2));
        fail();
        condition.worked(0);
        condition.caughtUp();

        assertThat(log.messages(Level.WARN)).isEmpty();
        assertThat(log.messages(Level.INFO)).isEmpty();
        assertThat(failures.count()).isZero();
        assertThat(failures.last()).isNull();
    }

    @Test
    void tellsThatTheFirstConnectionDoesNotComeAbout() {
        fail();
        pass(Duration.ofSeconds(4));
        fail();

        assertThat(log.messages(Level.WARN)).hasSize(1);
    }

    @Test
    void tellsAnOutageThatComesWeeksAfterTheFirst() {
        condition.worked(0);
        fail();
        condition.worked(5);
        condition.caughtUp();
        pass(Duration.ofDays(20));
        fail();

        assertThat(log.messages(Level.WARN))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains("cannot write to the audit sink, kafka broker:9092 kafka-audit")
                        .contains("TimeoutException"));
        assertThat(log.messages(Level.INFO))
                .singleElement()
                .asString()
                .contains("again")
                .contains("5 events");
    }

    @Test
    void remindsEveryTenMinutes() {
        condition.worked(0);
        fail();
        for (int minute = 1; minute <= 25; minute++) {
            pass(Duration.ofMinutes(1));
            fail();
        }

        assertThat(log.messages(Level.WARN)).hasSize(3).last().asString().contains("still", "PT20M", "17 events wait");
    }

    @Test
    void doesNotRepeatItselfForASinkThatFailsEveryFewSeconds() {
        condition.worked(0);
        for (int i = 0; i < 20; i++) {
            fail();
            pass(Duration.ofSeconds(1));
            condition.worked(1);
            pass(Duration.ofSeconds(1));
        }

        assertThat(log.messages(Level.WARN)).hasSize(1);
    }

    @Test
    void forgetsTheLastFailureWhenItIsOver() {
        condition.worked(0);
        fail();
        assertThat(failures.last()).contains("kafka broker:9092 kafka-audit", "TimeoutException");

        condition.worked(1);
        assertThat(failures.last()).isNull();
    }

    @Test
    void namesTheCauseAndNotWhatWrapsItAndQuotesNothing() {
        condition.worked(0);
        condition.failed(new CompletionException(new TimeoutException("a payload 4711")), 3);

        assertThat(log.messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("java.util.concurrent.TimeoutException")
                .doesNotContain("CompletionException");
        assertThat(log.messages(Level.DEBUG)).isNotEmpty();
        for (Level level : List.of(Level.WARN, Level.DEBUG)) {
            assertThat(log.messages(level)).noneMatch(message -> message.contains("4711"));
        }
    }

    @Test
    void showsTheWordsThatASinkVouchesFor() {
        condition.worked(0);
        condition.failed(
                new AuditSinkException("the table kafka_audit does not exist", new IllegalStateException("4711")), 3);

        assertThat(log.messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("the table kafka_audit does not exist")
                .doesNotContain("4711");
    }

    private void fail() {
        condition.failed(new TimeoutException("a payload"), 17);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static final class NamedSink implements AuditSink {

        @Override
        public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public String place() {
            return "kafka broker:9092 kafka-audit";
        }
    }
}
