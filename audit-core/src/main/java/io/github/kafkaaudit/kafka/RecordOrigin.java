package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.HeaderSnapshot;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a retry or dead-letter copy comes from, as spring-kafka writes it into the copy's headers
 * ({@code KafkaHeaders.ORIGINAL_*}, {@code KafkaHeaders.DLT_ORIGINAL_*}).
 *
 * @param coordinate {@code topic/partition/offset} of the record that was copied
 * @param retry whether the copy went to a retry topic, not to a dead-letter topic
 */
record RecordOrigin(String coordinate, boolean retry) {

    private static final String[] PREFIXES = {"kafka_dlt-original-", "kafka_original-"};
    private static final String BACK_OFF = "retry_topic-backoff-timestamp";

    static @Nullable RecordOrigin of(ProducerRecord<?, ?> copy) {
        for (String prefix : PREFIXES) {
            if (copy.headers().lastHeader(prefix + "topic") != null) {
                return of(copy.topic(), HeaderSnapshots.of(copy.headers()));
            }
        }
        return null;
    }

    static @Nullable RecordOrigin of(String copyTopic, HeaderSnapshot headers) {
        for (String prefix : PREFIXES) {
            String topic = headers.lastText(prefix + "topic");
            byte[] partition = headers.last(prefix + "partition");
            byte[] offset = headers.last(prefix + "offset");
            if (topic != null
                    && partition != null
                    && partition.length == Integer.BYTES
                    && offset != null
                    && offset.length == Long.BYTES) {
                String coordinate = topic
                        + '/'
                        + ByteBuffer.wrap(partition).getInt()
                        + '/'
                        + ByteBuffer.wrap(offset).getLong();
                return new RecordOrigin(coordinate, isRetry(copyTopic, headers));
            }
        }
        return null;
    }

    /** Retry topics and their dead-letter topic get the same headers; only the name tells the last stop. */
    private static boolean isRetry(String copyTopic, HeaderSnapshot headers) {
        return headers.last(BACK_OFF) != null
                && !copyTopic.toLowerCase(Locale.ROOT).endsWith("dlt");
    }
}
