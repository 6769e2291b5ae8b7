package io.github.kafkaaudit.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Creates documents in bulk and tells the outcome of each.
 *
 * <p>It neither splits nor retries: the caller decides how large a request may be ({@code http.max_content_length} of
 * the server is 100 MB by default) and what to do with which outcome.
 *
 * <p><b>Threading</b>: safe.
 */
public final class BulkClient {

    private static final String PATH =
            "/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason,"
                    + "items.*.error.caused_by.reason";
    private static final String NDJSON = "application/x-ndjson";

    private final JsonFactory json = new JsonFactory();
    private final BulkResponseReader reader = new BulkResponseReader(json);
    private final ElasticsearchConnection connection;

    /**
     * Sends through the given connection.
     *
     * @param connection where to and with which credentials
     */
    public BulkClient(ElasticsearchConnection connection) {
        this.connection = Objects.requireNonNull(connection, "connection");
    }

    /**
     * Sends the documents in one request and returns an outcome for each, in their order.
     *
     * <p><b>Failure</b>: the future fails with a {@link BulkRefusedException} when Elasticsearch refused the request as
     * a whole, and with another {@link IOException} when there was no answer or none that could be understood. Whether
     * the documents were created is unknown then; because of their ids the request can be repeated.
     *
     * @param documents at least one; an empty list sends nothing
     * @return the outcomes, when Elasticsearch has answered
     */
    public CompletableFuture<List<BulkOutcome>> create(List<BulkDocument> documents) {
        if (documents.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return connection
                .send("POST", PATH, NDJSON, body(documents))
                .thenApply(response -> outcomes(response, documents.size()));
    }

    private byte[] body(List<BulkDocument> documents) {
        var size = documents.stream().mapToInt(BulkDocument::size).sum();
        var body = new ByteArrayOutputStream(size);
        for (var document : documents) {
            writeAction(body, document);
            body.write('\n');
            body.writeBytes(document.source());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private void writeAction(ByteArrayOutputStream body, BulkDocument document) {
        try (var action = json.createGenerator(ObjectWriteContext.empty(), body)) {
            action.writeStartObject();
            action.writeObjectPropertyStart("create");
            action.writeStringProperty("_index", document.index());
            action.writeStringProperty("_id", document.id());
            action.writeEndObject();
            action.writeEndObject();
        }
    }

    private List<BulkOutcome> outcomes(ElasticsearchResponse response, int expected) {
        if (!response.isSuccess()) {
            throw new CompletionException(new BulkRefusedException(response.status()));
        }
        try {
            var outcomes = reader.read(response.body());
            if (outcomes.size() == expected) {
                return outcomes;
            }
            throw new CompletionException(new IOException("Elasticsearch answered a bulk request of " + expected
                    + " documents with " + outcomes.size() + " results."));
        } catch (JacksonException e) {
            // Without the cause, whose text shows a piece of the answer.
            throw new CompletionException(new IOException("Elasticsearch's answer to a bulk request is not JSON."));
        }
    }
}
