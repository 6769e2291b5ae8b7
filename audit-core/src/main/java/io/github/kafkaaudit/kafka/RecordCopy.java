package io.github.kafkaaudit.kafka;

import java.util.Iterator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What is sent in place of the application's record: the same, with our headers.
 *
 * <p>Interceptors and serializers change the headers of the record that is sent, and {@code KafkaProducer#doSend}
 * closes them on most of its ways. Whatever they do to the copy's headers happens to those of the application's record
 * at the same moment, so the application sees what it would see if its own record had been sent.
 */
final class RecordCopy<K, V> extends ProducerRecord<K, V> {

    private final Headers headers;

    RecordCopy(ProducerRecord<K, V> original, Header[] headers) {
        super(original.topic(), original.partition(), original.timestamp(), original.key(), original.value());
        this.headers = new SharedHeaders(headers, original.headers());
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

    /** A subclass, because Kafka closes only headers of that class. */
    private static final class SharedHeaders extends RecordHeaders {

        private final Headers application;

        private SharedHeaders(Header[] headers, Headers application) {
            super(headers);
            this.application = application;
        }

        // The application's come first: where its record was sent before, they are closed and refuse the change.

        @Override
        public Headers add(Header header) {
            if (header == null || !AuditHeaders.isOurs(header.key())) {
                application.add(header);
            }
            return super.add(header);
        }

        @Override
        public Headers remove(String key) {
            application.remove(key);
            return super.remove(key);
        }

        @Override
        public Iterator<Header> iterator() {
            return new SharedIterator(super.iterator(), application);
        }

        @Override
        public void setReadOnly() {
            if (application instanceof RecordHeaders closeable) {
                closeable.setReadOnly();
            }
            super.setReadOnly();
        }
    }

    private static final class SharedIterator implements Iterator<Header> {

        private final Iterator<Header> copies;
        private final Headers application;
        private @Nullable Header last;

        private SharedIterator(Iterator<Header> copies, Headers application) {
            this.copies = copies;
            this.application = application;
        }

        @Override
        public boolean hasNext() {
            return copies.hasNext();
        }

        @Override
        public Header next() {
            Header next = copies.next();
            last = next;
            return next;
        }

        @Override
        public void remove() {
            for (Iterator<Header> own = application.iterator(); own.hasNext(); ) {
                if (own.next() == last) {
                    own.remove();
                    break;
                }
            }
            copies.remove();
        }
    }
}
