package io.github.kafkaaudit.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.AuditSinkException;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElasticsearchAuditSinkTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Instant LATE = Instant.parse("2026-11-22T23:59:59.999Z");

    private final FakeElasticsearch server = new FakeElasticsearch();
    private final ElasticsearchAuditSink sink = new ElasticsearchAuditSink(
            ElasticsearchConnection.builder(server.address()).build(), () -> LATE);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createsEveryEventUnderItsIdInTheIndexOfItsOwnDay() {
        server.answers(200, """
                {"errors":false,"items":[{"create":{"status":201}}]}""");

        assertThat(sink.write(List.of(event("e-1"))).toCompletableFuture()).succeedsWithin(TIMEOUT);

        assertThat(server.request().body()).isEqualTo("""
                {"create":{"_index":"kafka-audit-2026.11.22","_id":"e-1"}}
                {"message":"hello"}
                """);
    }

    @Test
    void saysWhenTheEventWasIngested() {
        server.answers(200, """
                {"errors":false,"items":[{"create":{"status":201}}]}""");
        byte[] json = "{\"@timestamp\":\"2026-11-22T23:59:59.999Z\",\"event\":{\"id\":\"e-1\"}}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(sink.write(List.of(new EncodedAuditEvent("e-1", 1, LATE.toEpochMilli(), false, json)))
                        .toCompletableFuture())
                .succeedsWithin(TIMEOUT);

        assertThat(server.request().body())
                .contains("\"event\":{\"ingested\":\"2026-11-22T23:59:59.999Z\",\"id\":\"e-1\"}");
    }

    @Test
    void takesAnEventThatIsThereAlreadyForWritten() {
        server.answers(200, """
                {"errors":true,"items":[{"create":{"status":409,"error":{"type":"version_conflict","reason":"x"}}}]}""");

        assertThat(sink.write(List.of(event("e-1"))).toCompletableFuture()).succeedsWithin(TIMEOUT);
    }

    @Test
    void failsTheWriteWhenAnEventCouldBeTakenLater() {
        server.answers(200, """
                {"errors":true,"items":[{"create":{"status":429,"error":{"type":"rejected","reason":"full"}}}]}""");

        assertThat(sink.write(List.of(event("e-1"))).toCompletableFuture())
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .withMessageContaining("status 429")
                .withCauseInstanceOf(AuditSinkException.class);
    }

    @Test
    void bringsWhatElasticsearchWillNeverTakeToTheQuarantineWithTheReason() {
        server.answers(200, """
                {"errors":true,"items":[{"create":{"status":400,
                  "error":{"type":"document_parsing_exception","reason":"bad"}}}]}""");
        server.answers(200, """
                {"errors":false,"items":[{"create":{"status":201}}]}""");

        assertThat(sink.write(List.of(event("e-1"))).toCompletableFuture()).succeedsWithin(TIMEOUT);

        server.request();
        assertThat(server.request().body())
                .startsWith("""
                        {"create":{"_index":"kafka-audit-quarantine","_id":"e-1"}}
                        """)
                .contains("\"reason\":\"bad\"", "document_parsing_exception", "{\\\"message\\\":\\\"hello\\\"}")
                .as("where the quarantine is searched for it")
                .contains("\"kafka_audit\":{\"quarantine\":{\"cause\":\"rejected\"");
    }

    private static EncodedAuditEvent event(String id) {
        return new EncodedAuditEvent(
                id, 1, LATE.toEpochMilli(), false, "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
    }
}
