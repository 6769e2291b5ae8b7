package io.github.kafkaaudit.elasticsearch;

import java.io.IOException;

/** Elasticsearch answered a whole bulk request with an error status; none of its documents has an outcome. */
public final class BulkRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    BulkRefusedException(int status) {
        super("Elasticsearch answered a bulk request with status " + status + ".");
        this.status = status;
    }

    /** {@return the HTTP status, for example 401 for wrong credentials or 413 for a request that is too large} */
    public int status() {
        return status;
    }

    /** {@return whether the same request may succeed later} */
    public boolean isRetryable() {
        return ElasticsearchResponse.isRetryable(status);
    }
}
