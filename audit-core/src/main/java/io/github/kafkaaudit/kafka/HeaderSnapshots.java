package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.HeaderSnapshot;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Pictures of Kafka's headers. */
final class HeaderSnapshots {

    private HeaderSnapshots() {}

    static HeaderSnapshot of(Headers headers) {
        return of(headers.toArray());
    }

    static HeaderSnapshot of(Header[] headers) {
        Object[] namesAndValues = new Object[2 * headers.length];
        for (int i = 0; i < headers.length; i++) {
            put(headers[i], namesAndValues, i);
        }
        return HeaderSnapshot.ofPairs(namesAndValues);
    }

    /** Pictures what {@link SharedHeaders} begin with. */
    static HeaderSnapshot of(Header[] headers, Header messageId, Header originService) {
        int kept = 0;
        for (Header header : headers) {
            kept += AuditHeaders.isOurs(header.key()) ? 0 : 1;
        }
        Object[] namesAndValues = new Object[2 * (kept + 2)];
        int next = 0;
        for (Header header : headers) {
            if (!AuditHeaders.isOurs(header.key())) {
                put(header, namesAndValues, next++);
            }
        }
        put(messageId, namesAndValues, next++);
        put(originService, namesAndValues, next);
        return HeaderSnapshot.ofPairs(namesAndValues);
    }

    private static void put(Header header, Object[] namesAndValues, int index) {
        namesAndValues[2 * index] = header.key();
        // RecordHeader copies its part of the fetch response here, so that the response is not kept alive.
        namesAndValues[2 * index + 1] = header.value();
    }
}
