package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.Direction;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RetryHeaders;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record say about an event. On the producing side they are our own; on the consuming side they
 * are claims of whoever wrote the record, which an event marks as such.
 */
final class HeaderClaims {

    private static final int ID = 1;
    private static final int ORIGIN = 2;
    private static final int INHERITED = 4;
    private static final int ORIGINAL = 8;
    private static final int ATTEMPT = 16;

    private static final List<List<String>> NAMES = names();

    private HeaderClaims() {}

    /** Returns the id of the send that the event is about, where a header carries it. */
    static byte @Nullable [] carriedId(AuditEvent event, TopicPolicy policy) {
        RecordSnapshot record = event.record();
        if (record == null || isForeign(event, policy)) {
            return null;
        }
        byte[] id = record.headers().last(AuditHeaders.MESSAGE_ID);
        if (id == null || event.action().direction() == Direction.PRODUCE) {
            return id;
        }
        return AuditHeaders.isMessageId(id) && AuditHeaders.mayBelongTo(id, record.topic()) ? id : null;
    }

    /** Returns the id that the record had inherited from a record that somebody copied. */
    static @Nullable String inheritedId(AuditEvent event, TopicPolicy policy) {
        RecordSnapshot record = event.record();
        if (record == null) {
            return null;
        }
        if (event.causedBy() != null && event.causedBy().messageId() != null) {
            return event.causedBy().messageId();
        }
        byte[] carried = record.headers().last(AuditHeaders.MESSAGE_ID);
        if (event.action().direction() != Direction.PRODUCE) {
            return isInherited(carried, record.topic()) ? AuditHeaders.messageId(carried) : null;
        }
        String given = event.messageId();
        String id = AuditHeaders.messageId(carried);
        if (given == null && carried != null) {
            return isForeign(event, policy) ? id : null;
        }
        if (id != null && !id.equals(given)) {
            return id;
        }
        String requested = event.requested() == null
                ? null
                : AuditHeaders.messageId(event.requested().headers().last(AuditHeaders.MESSAGE_ID));
        return requested == null || requested.equals(given) ? null : requested;
    }

    /** Returns the name of the service that sent the record of an event of the consuming side. */
    static @Nullable String originService(AuditEvent event) {
        RecordSnapshot record = event.record();
        if (record == null || event.action().direction() != Direction.CONSUME) {
            return null;
        }
        byte[] origin = record.headers().last(AuditHeaders.ORIGIN_SERVICE);
        return origin == null || isInherited(record.headers().last(AuditHeaders.MESSAGE_ID), record.topic())
                ? null
                : AuditHeaders.originService(origin);
    }

    /** Returns the record that the event's is a retry or dead-letter copy of. */
    static @Nullable Coordinate original(AuditEvent event) {
        RecordSnapshot record = event.record();
        if (record == null || !event.action().isMessage()) {
            return null;
        }
        return event.action().direction() == Direction.PRODUCE
                ? event.original()
                : RetryHeaders.first(record.headers(), record.topic());
    }

    /** Returns the names of the fields that nothing but the headers of a consumed record says. */
    static List<String> claimed(AuditEvent event) {
        RecordSnapshot record = event.record();
        if (record == null
                || record.headers().size() == 0
                || event.action().direction() != Direction.CONSUME
                || !event.action().isMessage()) {
            return List.of();
        }
        byte[] id = record.headers().last(AuditHeaders.MESSAGE_ID);
        boolean inherited = isInherited(id, record.topic());
        int claims = inherited ? INHERITED : AuditHeaders.isMessageId(id) ? ID : 0;
        claims |= inherited || !AuditHeaders.isOriginService(record.headers().last(AuditHeaders.ORIGIN_SERVICE))
                ? 0
                : ORIGIN;
        claims |= original(event) == null ? 0 : ORIGINAL;
        claims |= RetryHeaders.attempts(record.headers(), record.topic()) > 1 && event.delivery() != null ? ATTEMPT : 0;
        return NAMES.get(claims);
    }

    // Where a topic's sends carry no headers of ours, one that is there was copied from another record.
    private static boolean isForeign(AuditEvent event, TopicPolicy policy) {
        return event.action().direction() == Direction.PRODUCE && !policy.headers() && event.messageId() == null;
    }

    private static boolean isInherited(byte @Nullable [] id, String topic) {
        return id != null && AuditHeaders.isMessageId(id) && !AuditHeaders.mayBelongTo(id, topic);
    }

    private static List<List<String>> names() {
        List<List<String>> names = new ArrayList<>();
        for (int claims = 0; claims < 2 * ATTEMPT; claims++) {
            List<String> list = new ArrayList<>();
            add(list, claims & ID, EventFields.MESSAGING_MESSAGE_ID);
            add(list, claims & ORIGIN, EventFields.SERVICE_ORIGIN_NAME);
            add(list, claims & INHERITED, EventFields.CAUSED_BY_MESSAGE_ID);
            add(list, claims & ORIGINAL, "kafka_audit.original");
            add(list, claims & ATTEMPT, EventFields.DELIVERY_ATTEMPT);
            names.add(List.copyOf(list));
        }
        return List.copyOf(names);
    }

    private static void add(List<String> names, int claimed, String name) {
        if (claimed != 0) {
            names.add(name);
        }
    }
}
