package io.github.kafkaaudit.json;

import io.github.kafkaaudit.AuditEvent;
import io.github.kafkaaudit.Direction;
import io.github.kafkaaudit.HeaderSnapshot;
import io.github.kafkaaudit.RecordSnapshot;
import io.github.kafkaaudit.TopicPolicy;
import org.jspecify.annotations.Nullable;

/** The two headers that audited sends carry, and what they say about an event. */
final class HeaderIds {

    static final String MESSAGE_ID = "ka-id";
    static final String ORIGIN_SERVICE = "ka-svc";

    private HeaderIds() {}

    static @Nullable String text(HeaderSnapshot headers, String name) {
        return headers.lastText(name);
    }

    /** Returns the id of the send that the event is about. */
    static @Nullable String messageId(AuditEvent event, TopicPolicy policy) {
        if (event.messageId() != null) {
            return event.messageId();
        }
        RecordSnapshot record = event.record();
        return record == null || isForeign(event, policy) ? null : text(record.headers(), MESSAGE_ID);
    }

    /** Returns the id that the sent record had inherited from the record that the application copied. */
    static @Nullable String inheritedId(AuditEvent event, TopicPolicy policy) {
        if (event.causedBy() != null && event.causedBy().messageId() != null) {
            return event.causedBy().messageId();
        }
        if (event.action().direction() != Direction.PRODUCE) {
            return null;
        }
        RecordSnapshot record = event.record();
        String inherited = record == null ? null : text(record.headers(), MESSAGE_ID);
        if (inherited != null && (isForeign(event, policy) || !inherited.equals(event.messageId()))) {
            return event.messageId() == null && !isForeign(event, policy) ? null : inherited;
        }
        inherited = event.requested() == null ? null : text(event.requested().headers(), MESSAGE_ID);
        return inherited == null || inherited.equals(messageId(event, policy)) ? null : inherited;
    }

    // Where a topic's sends carry no headers of ours, one that is there was copied from another record.
    private static boolean isForeign(AuditEvent event, TopicPolicy policy) {
        return event.action().direction() == Direction.PRODUCE && !policy.headers() && event.messageId() == null;
    }
}
