package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The two headers that audited sends carry, and what they say about an event. */
final class HeaderIds {

    static final String MESSAGE_ID = "ka-id";
    static final String ORIGIN_SERVICE = "ka-svc";

    private HeaderIds() {}

    /** Returns the id of the send that the event is about, where a header carries it. */
    static byte @Nullable [] carriedId(AuditEvent event, TopicPolicy policy) {
        RecordSnapshot record = event.record();
        return record == null || isForeign(event, policy)
                ? null
                : record.headers().last(MESSAGE_ID);
    }

    /** Returns the id that the sent record had inherited from the record that the application copied. */
    static @Nullable String inheritedId(AuditEvent event, TopicPolicy policy) {
        if (event.causedBy() != null && event.causedBy().messageId() != null) {
            return event.causedBy().messageId();
        }
        RecordSnapshot record = event.record();
        if (event.action().direction() != Direction.PRODUCE || record == null) {
            return null;
        }
        String given = event.messageId();
        byte[] carried = record.headers().last(MESSAGE_ID);
        if (given == null && carried != null) {
            return isForeign(event, policy) ? text(carried) : null;
        }
        if (carried != null && !text(carried).equals(given)) {
            return text(carried);
        }
        byte[] requested =
                event.requested() == null ? null : event.requested().headers().last(MESSAGE_ID);
        return requested == null || text(requested).equals(given) ? null : text(requested);
    }

    // Where a topic's sends carry no headers of ours, one that is there was copied from another record.
    private static boolean isForeign(AuditEvent event, TopicPolicy policy) {
        return event.action().direction() == Direction.PRODUCE && !policy.headers() && event.messageId() == null;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
