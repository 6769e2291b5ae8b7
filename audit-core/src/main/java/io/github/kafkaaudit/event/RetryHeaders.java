package io.github.kafkaaudit.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What spring-kafka's retry topics and dead-letter recoverers write into the headers of their copies
 * ({@code KafkaHeaders.ORIGINAL_*}, {@code KafkaHeaders.DLT_ORIGINAL_*}, {@code RetryTopicHeaders}).
 *
 * <p>Headers are passed on with a record that somebody sends again, so this is what a record claims. What is out of
 * range or not of the right form is not there.
 *
 * <p><b>Threading</b>: safe for use by many threads.
 */
public final class RetryHeaders {

    private static final String RETRY = "kafka_original-";
    private static final String DEAD_LETTER = "kafka_dlt-original-";
    private static final String ATTEMPTS = "retry_topic-attempts";
    private static final String BACK_OFF = "retry_topic-backoff-timestamp";
    private static final int MOST_ATTEMPTS = Short.MAX_VALUE;

    private RetryHeaders() {}

    /**
     * Tells whether a header may be one of these.
     *
     * @param name the header's name
     * @return whether it is worth to look at the headers
     */
    public static boolean isOne(String name) {
        return name.startsWith(RETRY) || name.startsWith(DEAD_LETTER);
    }

    /**
     * Returns the first record of a chain of copies.
     *
     * @param headers the headers of a record
     * @param topic the topic that the record is in, which its original cannot be in
     * @return the first record, whose partition and offset may be unknown, or null
     */
    public static @Nullable Coordinate first(HeaderSnapshot headers, String topic) {
        // A dead letter of a retry topic carries both: the retry topics' headers name the first record, the dead-letter
        // headers name the last retry copy. A recoverer appends: the first of several is the oldest.
        Coordinate first = of(headers, RETRY, true);
        if (first == null) {
            first = of(headers, DEAD_LETTER, true);
        }
        return first == null || first.topic().equals(topic) ? null : first;
    }

    /**
     * Returns the record that a copy was made of directly.
     *
     * @param headers the headers of a copy
     * @return that record, or null if the headers do not name one with its partition and offset
     */
    public static @Nullable Coordinate last(HeaderSnapshot headers) {
        Coordinate last = of(headers, DEAD_LETTER, false);
        if (last == null || !last.isComplete()) {
            last = of(headers, RETRY, false);
        }
        return last == null || !last.isComplete() ? null : last;
    }

    /**
     * Tells whether a copy was made by retry topics: both those and their dead-letter topic get such headers.
     *
     * @param headers the headers of a copy
     * @return whether they did
     */
    public static boolean areOfRetryTopics(HeaderSnapshot headers) {
        return headers.last(BACK_OFF) != null;
    }

    /**
     * Returns which attempt the handling of this record begins with.
     *
     * @param headers the headers of a record
     * @param topic the topic that the record is in
     * @return the attempt, from 1, or 0 if it is not a copy on a retry topic
     */
    public static int attempts(HeaderSnapshot headers, String topic) {
        byte[] value = headers.last(ATTEMPTS);
        if (value == null || first(headers, topic) == null) {
            return 0;
        }
        // One byte is what older versions wrote.
        int attempts = value.length == Integer.BYTES
                ? ByteBuffer.wrap(value).getInt()
                : value.length == 1 ? Byte.toUnsignedInt(value[0]) : 0;
        return attempts < 1 || attempts > MOST_ATTEMPTS ? 0 : attempts;
    }

    private static @Nullable Coordinate of(HeaderSnapshot headers, String prefix, boolean oldest) {
        byte[] name = find(headers, prefix, "topic", oldest);
        String topic = name == null ? null : new String(name, StandardCharsets.UTF_8);
        if (topic == null || !Coordinate.isTopic(topic)) {
            return null;
        }
        byte[] partition = find(headers, prefix, "partition", oldest);
        byte[] offset = find(headers, prefix, "offset", oldest);
        return new Coordinate(
                topic,
                partition == null || partition.length != Integer.BYTES
                        ? -1
                        : Math.max(-1, ByteBuffer.wrap(partition).getInt()),
                offset == null || offset.length != Long.BYTES
                        ? -1
                        : Math.max(-1, ByteBuffer.wrap(offset).getLong()));
    }

    private static byte @Nullable [] find(HeaderSnapshot headers, String prefix, String name, boolean oldest) {
        int size = headers.size();
        for (int i = 0; i < size; i++) {
            int index = oldest ? i : size - 1 - i;
            String header = headers.name(index);
            if (header.length() == prefix.length() + name.length()
                    && header.startsWith(prefix)
                    && header.endsWith(name)) {
                return headers.value(index);
            }
        }
        return null;
    }
}
