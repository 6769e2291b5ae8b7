package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.Delivery;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What the headers of spring-kafka's retry topics say about a delivery. */
final class RetryTopics {

    private static final String ATTEMPTS = "retry_topic-attempts";

    private RetryTopics() {}

    /**
     * Returns the delivery of a record: on a retry topic the attempts go on counting where the topic before left off.
     *
     * @param handedOut how often this record itself was handed out, this time included
     * @param headers the record's headers
     */
    static Delivery delivery(int handedOut, Headers headers) {
        Header attempts = headers.lastHeader(ATTEMPTS);
        if (attempts == null || attempts.value() == null || attempts.value().length != Integer.BYTES) {
            return Delivery.attempt(handedOut);
        }
        int before = ByteBuffer.wrap(attempts.value()).getInt() - 1;
        return new Delivery(before + handedOut, handedOut > 1, 0, -1, false, false, false);
    }
}
