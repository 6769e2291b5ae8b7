package io.github.kafkaaudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogAuditSinkTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger("kafka-audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LogAuditSink sink = new LogAuditSink();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void logsEveryEventAsOneLine() {
        assertThat(write("{\"n\":1}", "{\"n\":2}")).isCompleted();

        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void failsWhileTheLoggerDoesNotTakeInfoInsteadOfCountingAsWrittenWhatIsNowhere() {
        logger.setLevel(Level.WARN);

        CompletableFuture<Void> lost = write("{\"n\":1}");

        assertThat(sink.isTaking()).isFalse();
        assertThatThrownBy(lost::join).hasMessageContaining("logging.level.kafka-audit=info");
        logger.setLevel(Level.DEBUG);
        assertThat(sink.isTaking()).isTrue();
        assertThat(write("{\"n\":1}")).isCompleted();
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void hasAPlaceThatIsTheSameInEveryProcess() {
        AuditSink own = events -> CompletableFuture.completedFuture(null);

        assertThat(sink.place()).isEqualTo("log");
        assertThat(own.place()).startsWith(LogAuditSinkTests.class.getName()).doesNotContain("/", "@");
    }

    private CompletableFuture<Void> write(String... documents) {
        return sink.write(List.of(documents).stream()
                        .map(json -> new EncodedAuditEvent("id", 1, 1, false, json.getBytes(StandardCharsets.UTF_8)))
                        .toList())
                .toCompletableFuture();
    }
}
