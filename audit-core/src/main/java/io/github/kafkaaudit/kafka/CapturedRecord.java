package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.HeaderSnapshot;
import io.github.kafkaaudit.WireBytes;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What was seen of one record before it was deserialized. */
final class CapturedRecord {

    private final Headers instance;
    private final HeaderSnapshot headers;
    private @Nullable WireBytes key;
    private @Nullable WireBytes value;

    CapturedRecord(Headers instance) {
        this.instance = instance;
        this.headers = HeaderSnapshots.of(instance);
    }

    /** Whether the record has this very instance of headers. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Headers other) {
        return instance == other;
    }

    Headers instance() {
        return instance;
    }

    HeaderSnapshot headers() {
        return headers;
    }

    void key(WireBytes bytes) {
        key = bytes;
    }

    @Nullable WireBytes key() {
        return key;
    }

    void value(WireBytes bytes) {
        value = bytes;
    }

    @Nullable WireBytes value() {
        return value;
    }
}
