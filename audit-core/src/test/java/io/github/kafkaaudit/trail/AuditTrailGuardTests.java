package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Failure rules (b) and (c): what the library does wrong ends here. */
class AuditTrailGuardTests {

    private final AuditTrail trail = Trails.to(new RecordingAuditSink()).build();

    @Test
    void ownFailuresEndInTheTrailCountedAndToldOncePerKind() {
        try (CapturedLog log = new CapturedLog(AuditTrail.class, Level.DEBUG)) {
            for (int i = 0; i < 3; i++) {
                assertThatCode(() -> trail.recorder().guard("test it", () -> {
                            throw new IllegalStateException("secret payload");
                        }))
                        .doesNotThrowAnyException();
            }
            trail.recorder().guard("test it", () -> {
                throw new IllegalArgumentException();
            });

            assertThat(log.messages(Level.WARN))
                    .hasSize(2)
                    .allSatisfy(message -> assertThat(message)
                            .startsWith("Kafka Audit failed to test it (java.lang.Illegal")
                            .doesNotContain("secret payload"));
            assertThat(log.messages(Level.DEBUG))
                    .hasSize(4)
                    .allSatisfy(message -> assertThat(message)
                            .contains("at io.github.kafkaaudit")
                            .doesNotContain("secret payload"));
        }
        assertThat(trail.statistics().failures()).isEqualTo(4);
        assertThat(trail.statistics().lastFailure()).isEqualTo("test it: java.lang.IllegalArgumentException");
    }

    @Test
    void ownErrorsEndInTheTrailToo() {
        trail.recorder().guard("test it", () -> {
            throw new NoSuchMethodError("another version of spring-kafka");
        });
        trail.recorder().guard("test it", () -> {
            throw new Exception("checked");
        });

        assertThat(trail.statistics().failures()).isEqualTo(2);
    }

    @Test
    void errorsOfTheVirtualMachinePass() {
        OutOfMemoryError error = new OutOfMemoryError();

        assertThatThrownBy(() -> trail.recorder().guard("test it", () -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> trail.recorder().call("test it", () -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> trail.recorder().guard("test it", () -> descend(0)))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void returnsTheResultOfACallOrNothing() {
        assertThat(trail.recorder().<String>call("test it", () -> "result")).isEqualTo("result");
        assertThat(trail.recorder().<String>call("test it", () -> {
                    throw new IllegalStateException();
                }))
                .isNull();
    }

    @Test
    void outlivesALoggingBackendThatThrows() {
        Logger logger = (Logger) LoggerFactory.getLogger(AuditTrail.class);
        TurboFilter filter = new ThrowingFilter();
        logger.getLoggerContext().addTurboFilter(filter);
        try {
            trail.recorder().guard("test it", () -> {
                throw new IllegalStateException();
            });
        } finally {
            logger.getLoggerContext().getTurboFilterList().remove(filter);
        }
        assertThat(trail.statistics().failures()).isEqualTo(1);
    }

    private static long descend(long depth) {
        return depth == Long.MAX_VALUE ? depth : descend(depth + 1) + 1;
    }

    private static final class ThrowingFilter extends TurboFilter {

        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
            throw new IllegalStateException("broken backend");
        }
    }
}
