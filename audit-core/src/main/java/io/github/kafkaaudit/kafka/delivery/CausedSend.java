package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.CausedBy;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.Outcome;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.RetryHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a send owes to the records that were consumed before it: what caused it, and what it is a copy of.
 *
 * <p>A send is a copy only while the failure of the very record that it copies is handled, on the thread that handles
 * it. A record with a copy's headers that is sent at any other time is a publication.
 *
 * <p><b>Threading</b>: made by the thread that sends, ended by the one that knows the end.
 */
public final class CausedSend {

    private final @Nullable CausedBy cause;
    private final @Nullable Coordinate original;
    private final @Nullable OpenDelivery copied;
    private final @Nullable PossibleCopy possible;
    private final @Nullable OpenDelivery replied;

    private CausedSend(
            @Nullable CausedBy cause,
            @Nullable Coordinate original,
            @Nullable OpenDelivery copied,
            @Nullable PossibleCopy possible,
            @Nullable OpenDelivery replied) {
        this.replied = replied;
        this.cause = cause;
        this.original = original;
        this.copied = copied;
        this.possible = possible;
    }

    /**
     * Looks at a send before it happens.
     *
     * @param record the record as the application gave it
     * @param headers its headers
     * @return what it owes to others, or null for most sends, which owe nothing
     */
    public static @Nullable CausedSend of(ProducerRecord<?, ?> record, Header[] headers) {
        ConsumerThread thread = ConsumerThread.current();
        boolean copiesHeaders = false;
        String inherited = null;
        for (Header header : headers) {
            copiesHeaders |= RetryHeaders.isOne(header.key());
            if (header.key().equals(AuditHeaders.MESSAGE_ID)) {
                inherited = AuditHeaders.messageId(header.value());
            }
        }
        if (thread == null && !copiesHeaders) {
            return inherited == null
                    ? null
                    : new CausedSend(new CausedBy(null, null, inherited), null, null, null, null);
        }
        return of(thread, record, copiesHeaders ? snapshot(headers) : HeaderSnapshot.EMPTY, inherited);
    }

    private static @Nullable CausedSend of(
            @Nullable ConsumerThread thread,
            ProducerRecord<?, ?> record,
            HeaderSnapshot headers,
            @Nullable String inherited) {
        List<OpenDelivery> failures = thread == null ? List.of() : failures(thread);
        Coordinate named = RetryHeaders.last(headers);
        OpenDelivery copied = named == null ? null : namedBy(named, failures);
        PossibleCopy possible = null;
        Coordinate original = null;
        if (copied == null && (!failures.isEmpty() || headers.size() > 0)) {
            OpenDelivery same = withValue(record.value(), failures);
            if (Recoverers.areSending()) {
                copied = same != null ? same : failures.size() == 1 ? failures.get(0) : null;
                // Of a container that is not seen; a listener's own use of a recoverer is a publication.
                original = thread == null || thread.rested() ? RetryHeaders.first(headers, record.topic()) : null;
            } else if (same != null && !same.record().topic().equals(record.topic())) {
                possible = new PossibleCopy();
                same.possibleCopy(possible);
            }
        }
        if (copied != null) {
            copied.signal(Signal.COPY_SENT);
            original = copied.original();
        }
        CausedBy cause = copied != null
                ? copied.asCause(inherited)
                : thread != null
                        ? thread.cause(inherited)
                        : inherited == null ? null : new CausedBy(null, null, inherited);
        return cause == null && original == null && possible == null
                ? null
                : new CausedSend(cause, original, copied, possible, thread == null ? null : thread.replied());
    }

    /**
     * Returns what caused the send.
     *
     * @return it, or null
     */
    public @Nullable CausedBy cause() {
        return cause;
    }

    /**
     * Returns the first record of the chain of copies that the send is the last of.
     *
     * @return it, or null if the send is no copy
     */
    public @Nullable Coordinate original() {
        return original;
    }

    /**
     * Tells whether {@link #ended} is to be told.
     *
     * @return whether the send is a reply, or is, or may be, a copy
     */
    public boolean isFollowed() {
        return copied != null || possible != null || replied != null;
    }

    /**
     * Notes the end of the send.
     *
     * @param sent the record as it was sent
     * @param failure why it was not sent, or null
     */
    public void ended(RecordSnapshot sent, @Nullable Throwable failure) {
        if (possible != null) {
            possible.ended(sent, failure);
        }
        if (replied != null && failure != null) {
            replied.listenerThrew(failure, "the reply could not be sent, of which the container is not told");
        }
        OpenDelivery delivery = copied;
        if (delivery != null) {
            if (failure == null) {
                AuditAction action = kind(delivery, sent) == Destinations.Kind.RETRY
                        ? AuditAction.MESSAGE_RETRY_SCHEDULED
                        : AuditAction.MESSAGE_DEAD_LETTERED;
                delivery.record(delivery.event(action).deadLetterCoordinate(sent.coordinate()));
            } else {
                delivery.session()
                        .repeated(
                                AuditAction.MESSAGE_DEAD_LETTERED,
                                delivery.record().coordinate(),
                                () -> notSent(delivery, failure));
            }
        }
    }

    private static AuditEvent.Builder notSent(OpenDelivery delivery, Throwable failure) {
        return delivery.event(AuditAction.MESSAGE_DEAD_LETTERED)
                .outcome(Outcome.FAILURE)
                .reason("the copy could not be sent")
                .error(failure);
    }

    private static Destinations.Kind kind(OpenDelivery delivery, RecordSnapshot sent) {
        if (!RetryHeaders.areOfRetryTopics(sent.headers())) {
            return Destinations.Kind.DEAD_LETTER;
        }
        Destinations.Kind known = delivery.session().destinations().of(sent.topic());
        if (known != Destinations.Kind.UNKNOWN) {
            return known;
        }
        // Retry topics and their dead-letter topic get the same headers; without spring-kafka's own knowledge only the
        // usual name tells the last stop.
        return sent.topic().toLowerCase(Locale.ROOT).endsWith("dlt")
                ? Destinations.Kind.DEAD_LETTER
                : Destinations.Kind.RETRY;
    }

    /**
     * Those whose failure the thread may be handling: of what it works on, or, between two records, of its consumer.
     */
    private static List<OpenDelivery> failures(ConsumerThread thread) {
        DeliverySession session = thread.session();
        if (thread.rested()) {
            return session == null ? List.of() : session.failures();
        }
        OpenDelivery record = thread.record();
        if (record != null) {
            return record.state().isFailure() ? List.of(record) : List.of();
        }
        return thread.deliveries().stream()
                .filter(delivery -> delivery.state().isFailure())
                .toList();
    }

    private static @Nullable OpenDelivery namedBy(Coordinate source, List<OpenDelivery> failures) {
        for (OpenDelivery delivery : failures) {
            if (delivery.isNamedBy(source)) {
                return delivery;
            }
        }
        return null;
    }

    /** The first that has the same value and has no copy yet, else the first that has the same value. */
    private static @Nullable OpenDelivery withValue(@Nullable Object value, List<OpenDelivery> failures) {
        OpenDelivery found = null;
        for (OpenDelivery delivery : failures) {
            if (value != null && carries(delivery, value)) {
                if (delivery.state() != DeliveryState.COPIED) {
                    return delivery;
                }
                found = found == null ? delivery : found;
            }
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean carries(OpenDelivery delivery, Object value) {
        var failed = delivery.handledFailure();
        if (failed != null && failed.value() == value) {
            return true;
        }
        byte[] bytes = delivery.record().value().bytes();
        return bytes != null
                && delivery.record().value().isWhole()
                && value instanceof byte[] sent
                && bytes.length == sent.length
                && bytes.length > 0
                && Arrays.equals(bytes, sent);
    }

    private static HeaderSnapshot snapshot(Header[] headers) {
        Object[] namesAndValues = new Object[2 * headers.length];
        for (int i = 0; i < headers.length; i++) {
            namesAndValues[2 * i] = headers[i].key();
            namesAndValues[2 * i + 1] = headers[i].value();
        }
        return HeaderSnapshot.ofPairs(namesAndValues);
    }
}
