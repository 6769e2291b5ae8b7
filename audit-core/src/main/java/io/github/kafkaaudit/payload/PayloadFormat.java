package io.github.kafkaaudit.payload;

/** The form in which a record's value is shown: the closed list behind {@code kafka_audit.payload.format}. */
public enum PayloadFormat {
    /** A JSON object, or an array of JSON objects, in {@code kafka_audit.payload.json}. */
    JSON("json"),
    /** Any other text in {@code kafka_audit.payload.text}. */
    TEXT("text"),
    /** Bytes that are no text in {@code kafka_audit.payload.base64}. */
    BASE64("base64"),
    /** Not shown; only its digest. */
    HASH("hash"),
    /** Not shown, and no digest either; only its size. */
    NONE("none"),
    /** There was, or may have been, a value that nobody in this process could see. */
    UNAVAILABLE("unavailable");

    private final String value;

    PayloadFormat(String value) {
        this.value = value;
    }

    /**
     * Returns the name that {@code kafka_audit.payload.format} carries.
     *
     * @return the name
     */
    public String value() {
        return value;
    }
}
