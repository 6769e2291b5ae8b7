package io.github.kafkaaudit.elasticsearch;

/** What became of one document of a bulk request. */
public sealed interface BulkOutcome {

    /** The document is in the index now. */
    record Created() implements BulkOutcome {}

    /** The index had a document of that id already; it is unchanged. */
    record Duplicate() implements BulkOutcome {}

    /**
     * Elasticsearch will never take the document as it is.
     *
     * @param status the HTTP status of the item, for example 400
     * @param type the type of Elasticsearch's error, for example {@code document_parsing_exception}
     * @param reason Elasticsearch's explanation, which may quote the document: nothing for a log or an exception
     */
    record Rejected(int status, String type, String reason) implements BulkOutcome {

        @Override
        public String toString() {
            return "Rejected[status=" + status + ", type=" + type + "]";
        }
    }

    /**
     * Elasticsearch could not take the document now; the same request may succeed later.
     *
     * @param status the HTTP status of the item, for example 429
     */
    record Retryable(int status) implements BulkOutcome {}
}
