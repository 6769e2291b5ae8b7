package io.github.kafkaaudit.kafka;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.HeaderSnapshot;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;

/** Compares the headers that an application asked for with those that were sent. */
final class RequestedHeaders {

    private RequestedHeaders() {}

    /** Serializers add headers, which is no rewriting; a requested header that is gone or changed is. */
    static boolean lost(Header[] asked, HeaderSnapshot sent) {
        for (int i = 0; i < asked.length; i++) {
            String name = asked[i].key();
            if (!AuditHeaders.isOurs(name) && !Arrays.equals(asked[i].value(), sent.last(name)) && isLast(asked, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLast(Header[] headers, int index) {
        for (int i = index + 1; i < headers.length; i++) {
            if (headers[i].key().equals(headers[index].key())) {
                return false;
            }
        }
        return true;
    }
}
