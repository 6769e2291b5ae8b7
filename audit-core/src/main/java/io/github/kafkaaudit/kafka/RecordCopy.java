package io.github.kafkaaudit.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What is sent in place of the application's record: the same, with our headers.
 *
 * <p>Interceptors and serializers change the headers of the record that is sent, and {@code KafkaProducer#doSend}
 * closes them on most of its ways. Whatever they do to the copy's headers happens to those of the application's record
 * at the same moment, so the application sees what it would see if its own record had been sent.
 */
final class RecordCopy<K, V> extends ProducerRecord<K, V> {

    private final Headers headers;

    RecordCopy(ProducerRecord<K, V> original, Header[] headers, Header messageId, Header originService) {
        super(original.topic(), original.partition(), original.timestamp(), original.key(), original.value());
        this.headers = new SharedHeaders(original.headers(), headers, messageId, originService);
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public String toString() {
        return "ProducerRecord(topic=" + topic() + ", partition=" + partition() + ", headers=" + headers + ", key="
                + key() + ", value=" + value() + ", timestamp=" + timestamp() + ")";
    }
}
