package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the record that a consumer's thread works on into the logging context, so that the application's own log lines
 * can be found from an audit event, and the event from a log line.
 *
 * <p>From the hand-out until the error handler is through with the record: what a recoverer logs belongs to it as well.
 * Threads that the listener hands its work to have their own logging context.
 */
final class ListenerMdc {

    static final String COORDINATE = "kafka_audit.coordinate";
    static final String MESSAGE_ID = "messaging.message.id";

    // A consumer's thread works on one record at a time.
    private static final ThreadLocal<@Nullable Previous> PREVIOUS = new ThreadLocal<>();

    private final boolean enabled;

    ListenerMdc(boolean enabled) {
        this.enabled = enabled;
    }

    void set(ConsumerRecord<?, ?> record) {
        if (!enabled) {
            return;
        }
        restore();
        PREVIOUS.set(new Previous(MDC.get(COORDINATE), MDC.get(MESSAGE_ID)));
        MDC.put(COORDINATE, record.topic() + '/' + record.partition() + '/' + record.offset());
        Header id = record.headers().lastHeader(AuditHeaders.MESSAGE_ID);
        put(MESSAGE_ID, id == null || id.value() == null ? null : new String(id.value(), StandardCharsets.UTF_8));
    }

    /** Leaves the logging context as it was found; does nothing where nothing was set. */
    void restore() {
        Previous found = PREVIOUS.get();
        if (found != null) {
            // Not removed: the thread comes back with the next record.
            PREVIOUS.set(null);
            put(COORDINATE, found.coordinate);
            put(MESSAGE_ID, found.messageId);
        }
    }

    private static void put(String name, @Nullable String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    private record Previous(
            @Nullable String coordinate, @Nullable String messageId) {}
}
