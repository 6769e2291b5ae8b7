package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditHeaders;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a {@link RecordCopy}: what is done to them is done to those of the application's record too.
 *
 * <p>A subclass, because Kafka closes only headers of that class, and copies them by its field.
 */
final class SharedHeaders extends RecordHeaders {

    private final Headers application;
    private boolean changed;

    /**
     * Begins with the headers of the application's record, without those of ours that it brought along, and ours.
     *
     * @param application the headers of the application's record
     * @param headers the same as an array
     */
    SharedHeaders(Headers application, Header[] headers, Header messageId, Header originService) {
        this.application = application;
        for (Header header : headers) {
            if (!AuditHeaders.isOurs(header.key())) {
                super.add(header);
            }
        }
        super.add(messageId);
        super.add(originService);
    }

    // The application's come first: where its record was sent before, they are closed and refuse the change.

    @Override
    public Headers add(Header header) {
        if (header == null || !AuditHeaders.isOurs(header.key())) {
            application.add(header);
        }
        changed = true;
        return super.add(header);
    }

    @Override
    public Headers remove(String key) {
        application.remove(key);
        changed = true;
        return super.remove(key);
    }

    @Override
    public Iterator<Header> iterator() {
        return new SharedIterator(super.iterator());
    }

    @Override
    public void setReadOnly() {
        if (application instanceof RecordHeaders closeable) {
            closeable.setReadOnly();
        }
        super.setReadOnly();
    }

    /** Whether they are not any more what they were made with. */
    boolean isChanged() {
        return changed;
    }

    private final class SharedIterator implements Iterator<Header> {

        private final Iterator<Header> copies;
        private @Nullable Header last;

        private SharedIterator(Iterator<Header> copies) {
            this.copies = copies;
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
            changed = true;
            copies.remove();
        }
    }
}
