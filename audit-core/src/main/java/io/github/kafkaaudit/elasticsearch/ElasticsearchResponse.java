package io.github.kafkaaudit.elasticsearch;

/** The answer of Elasticsearch to one request; its text does not show the body, which may quote documents. */
public final class ElasticsearchResponse {

    private final int status;
    private final byte[] body;

    ElasticsearchResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the body as it came, empty when there was none; the array is not copied} */
    public byte[] body() {
        return body;
    }

    /** {@return whether the status is one of 200 to 299} */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** {@return whether the same request may succeed later: 408, 429, and the server errors but 501 and 505} */
    public boolean isRetryable() {
        return isRetryable(status);
    }

    static boolean isRetryable(int status) {
        return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
    }

    @Override
    public String toString() {
        return "status " + status + ", " + body.length + " bytes";
    }
}
