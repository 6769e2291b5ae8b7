package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.Coordinate;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts what a consumer's thread works on into the logging context, so that the application's own log lines can be found
 * from an audit event, and the event from a log line: the record, or of a batch its first and its last record and how
 * many there are. A batch of one is that record.
 *
 * <p>From the hand-out until the error handler is through: what a recoverer logs belongs to it as well. Threads that
 * the listener hands its work to have their own logging context.
 */
final class ListenerMdc {

    static final String COORDINATE = "kafka_audit.coordinate";
    static final String MESSAGE_ID = "messaging.message.id";
    static final String FIRST = "kafka_audit.batch.first";
    static final String LAST = "kafka_audit.batch.last";
    static final String SIZE = "kafka_audit.batch.size";

    private static final String[] KEYS = {COORDINATE, MESSAGE_ID, FIRST, LAST, SIZE};
    private static final int OF_A_RECORD = 2;

    // What is found nearly always.
    private static final @Nullable String[] NOTHING_FOR_A_RECORD = new String[OF_A_RECORD];
    private static final @Nullable String[] NOTHING_FOR_A_BATCH = new String[KEYS.length];

    private final boolean enabled;

    ListenerMdc(boolean enabled) {
        this.enabled = enabled;
    }

    void set(ConsumerRecord<?, ?> record) {
        if (enabled) {
            begin(NOTHING_FOR_A_RECORD);
            name(record);
        }
    }

    void set(List<? extends ConsumerRecord<?, ?>> batch) {
        if (!enabled || batch.isEmpty()) {
            return;
        }
        begin(NOTHING_FOR_A_BATCH);
        if (batch.size() == 1) {
            name(batch.get(0));
        } else {
            put(COORDINATE, null);
            put(MESSAGE_ID, null);
        }
        MDC.put(FIRST, coordinate(batch.get(0)));
        MDC.put(LAST, coordinate(batch.get(batch.size() - 1)));
        MDC.put(SIZE, Integer.toString(batch.size()));
    }

    /** Leaves the logging context as it was found; does nothing where nothing was set. */
    void restore() {
        @Nullable String[] found = ListenerThread.current().previousMdc();
        if (found != null) {
            ListenerThread.current().previousMdc(null);
            for (int i = 0; i < found.length; i++) {
                put(KEYS[i], found[i]);
            }
        }
    }

    private void begin(@Nullable String[] nothing) {
        restore();
        @Nullable String[] found = nothing;
        for (int i = 0; i < nothing.length; i++) {
            String value = MDC.get(KEYS[i]);
            if (value != null) {
                found = found == nothing ? nothing.clone() : found;
                found[i] = value;
            }
        }
        ListenerThread.current().previousMdc(found);
    }

    private static void name(ConsumerRecord<?, ?> record) {
        MDC.put(COORDINATE, coordinate(record));
        Header id = record.headers().lastHeader(AuditHeaders.MESSAGE_ID);
        put(MESSAGE_ID, id == null ? null : AuditHeaders.messageId(id.value(), record.topic()));
    }

    private static String coordinate(ConsumerRecord<?, ?> record) {
        return Coordinate.text(record.topic(), record.partition(), record.offset());
    }

    private static void put(String name, @Nullable String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }
}
