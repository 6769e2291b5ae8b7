package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What was seen of one record before it was deserialized; used again for a record of a later poll. */
final class CapturedRecord {

    private @Nullable Headers instance;
    private HeaderSnapshot headers = HeaderSnapshot.EMPTY;
    private @Nullable WireBytes key;
    private @Nullable WireBytes value;

    void begin(Headers seen) {
        headers = HeaderSnapshots.of(seen);
        instance = seen;
    }

    void forget() {
        instance = null;
        headers = HeaderSnapshot.EMPTY;
        key = null;
        value = null;
    }

    /** Whether the record has this very instance of headers. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Headers other) {
        return instance == other;
    }

    @Nullable Headers instance() {
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
