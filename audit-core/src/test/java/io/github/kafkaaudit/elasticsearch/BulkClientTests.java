package io.github.kafkaaudit.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkClientTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FakeElasticsearch server = new FakeElasticsearch();
    private final BulkClient client =
            new BulkClient(ElasticsearchConnection.builder(server.address()).build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsOneActionAndOneSourceLinePerDocument() {
        server.answers(200, """
                {"errors":false,"items":[{"create":{"status":201}},{"create":{"status":201}}]}""");

        var outcomes = client.create(List.of(document("1", "{\"a\":1.10}"), document("\"2\"", "{\"b\":\"ä\"}")));

        assertThat(outcomes)
                .succeedsWithin(TIMEOUT)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(new BulkOutcome.Created(), new BulkOutcome.Created());
        assertThat(server.request().body()).isEqualTo("""
                {"create":{"_index":"day","_id":"1"}}
                {"a":1.10}
                {"create":{"_index":"day","_id":"\\"2\\""}}
                {"b":"ä"}
                """);
        assertThat(server.request().method()).isEqualTo("POST");
        assertThat(server.request().uri().getPath()).isEqualTo("/_bulk");
        assertThat(server.request().headers().getFirst("Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void tellsTheOutcomeOfEachDocument() {
        server.answers(200, """
                {"took":3,"errors":true,"items":[
                  {"create":{"_id":"1","status":201}},
                  {"create":{"_id":"2","status":409,"error":{"type":"version_conflict_engine_exception","reason":"x"}}},
                  {"create":{"_id":"3","status":400,"error":{"type":"document_parsing_exception","reason":"outer",
                     "caused_by":{"type":"illegal_argument_exception","reason":"inner","suppressed":[{"a":[1]}]}}}},
                  {"create":{"_id":"4","status":429,"error":{"type":"es_rejected_execution_exception","reason":"full"}}},
                  {"create":{"_id":"5","error":{"type":"unknown"},"status":503}},
                  {"create":{"_id":"6"}}]}""");

        var outcomes = client.create(
                List.of(document("1"), document("2"), document("3"), document("4"), document("5"), document("6")));

        assertThat(outcomes)
                .succeedsWithin(TIMEOUT)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(
                        new BulkOutcome.Created(),
                        new BulkOutcome.Duplicate(),
                        new BulkOutcome.Rejected(400, "document_parsing_exception", "outer: inner"),
                        new BulkOutcome.Retryable(429),
                        new BulkOutcome.Retryable(503),
                        new BulkOutcome.Retryable(0));
    }

    @Test
    void sendsNothingForNoDocuments() {
        assertThat(client.create(List.of())).isCompletedWithValue(List.of());
    }

    @Test
    void failsWithTheStatusWhenTheWholeRequestIsRefused() {
        server.answers(429, "{\"error\":\"secret\"}")
                .answers(401, "")
                .answers(503, "")
                .answers(413, "");

        assertThat(failureOf(client.create(List.of(document("1")))))
                .isInstanceOf(BulkRefusedException.class)
                .hasMessage("Elasticsearch answered a bulk request with status 429.")
                .matches(failure -> ((BulkRefusedException) failure).isRetryable());
        assertThat(failureOf(client.create(List.of(document("1")))))
                .matches(failure -> !((BulkRefusedException) failure).isRetryable());
        assertThat(failureOf(client.create(List.of(document("1")))))
                .matches(failure -> ((BulkRefusedException) failure).isRetryable());
        assertThat(failureOf(client.create(List.of(document("1")))))
                .matches(failure -> ((BulkRefusedException) failure).status() == 413);
    }

    @Test
    void failsWhenTheAnswerCannotBeUnderstood() {
        server.answers(200, "<html>secret</html>")
                .answers(200, "{\"items\":[]}")
                .answers(200, "");

        assertThat(failureOf(client.create(List.of(document("1")))))
                .isInstanceOf(IOException.class)
                .hasMessage("Elasticsearch's answer to a bulk request is not JSON.")
                .hasNoCause();
        assertThat(failureOf(client.create(List.of(document("1")))))
                .isInstanceOf(IOException.class)
                .hasMessage("Elasticsearch answered a bulk request of 1 documents with 0 results.");
        assertThat(failureOf(client.create(List.of(document("1"))))).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhenNobodyAnswers() {
        server.close();

        assertThat(failureOf(client.create(List.of(document("1"))))).isInstanceOf(IOException.class);
    }

    @Test
    void showsNoContentInTexts() {
        var document = document("1", "{\"secret\":1}");

        assertThat(document).hasToString("day/1 (12 bytes)");
        assertThat(new BulkOutcome.Rejected(400, "type", "secret")).hasToString("Rejected[status=400, type=type]");
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> future) {
        return assertThat(future)
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .actual()
                .getCause();
    }

    private static BulkDocument document(String id) {
        return document(id, "{}");
    }

    private static BulkDocument document(String id, String source) {
        return new BulkDocument("day", id, source.getBytes(StandardCharsets.UTF_8));
    }
}
