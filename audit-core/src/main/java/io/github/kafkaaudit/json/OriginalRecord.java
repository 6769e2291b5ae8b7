package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.HeaderSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first record behind a retry or dead-letter copy, as spring-kafka's headers name it.
 *
 * @param topic the topic
 * @param partition the partition, or -1
 * @param offset the offset, or -1
 */
record OriginalRecord(String topic, int partition, long offset) {

    // A dead letter of a retry topic carries both: the retry topics' headers name the first record, the dead-letter
    // headers name the last retry copy.
    private static final String[] PREFIXES = {"kafka_original-", "kafka_dlt-original-"};

    static @Nullable OriginalRecord of(HeaderSnapshot headers) {
        for (String prefix : PREFIXES) {
            byte[] topic = first(headers, prefix, "topic");
            if (topic != null) {
                byte[] partition = first(headers, prefix, "partition");
                byte[] offset = first(headers, prefix, "offset");
                return new OriginalRecord(
                        new String(topic, StandardCharsets.UTF_8),
                        partition == null || partition.length != 4
                                ? -1
                                : ByteBuffer.wrap(partition).getInt(),
                        offset == null || offset.length != 8
                                ? -1
                                : ByteBuffer.wrap(offset).getLong());
            }
        }
        return null;
    }

    // The recoverer appends: the first of several is the oldest.
    private static byte @Nullable [] first(HeaderSnapshot headers, String prefix, String name) {
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.name(i);
            if (header.length() == prefix.length() + name.length()
                    && header.startsWith(prefix)
                    && header.endsWith(name)) {
                return headers.value(i);
            }
        }
        return null;
    }
}
