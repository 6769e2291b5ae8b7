package io.github.kafkaaudit.kafka.delivery;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The record or the batch that the current thread was handed, for an application that handles failures by itself: what
 * it catches and does not throw on, nobody else can see.
 *
 * <pre>{@code
 * try {
 *     mail.send(result);
 * } catch (MailException e) {
 *     AuditedDelivery.current().failed(e);
 *     parked.save(result);
 * }
 * }</pre>
 *
 * <p><b>Threading</b>: safe for use by many threads; {@link #current} is to be called on the listener's thread, and
 * what it returns may be taken along to another one. <b>Failure</b>: never throws for a reason of the audit's; where
 * nothing is audited, nothing happens.
 */
public final class AuditedDelivery {

    private static final AuditedDelivery NONE = new AuditedDelivery(List.of());

    private final List<OpenDelivery> deliveries;

    private AuditedDelivery(List<OpenDelivery> deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * Returns what the current thread was handed.
     *
     * @return it, also where the thread was handed nothing or it is not audited
     */
    public static AuditedDelivery current() {
        ConsumerThread thread = ConsumerThread.current();
        return thread == null || thread.rested() ? NONE : new AuditedDelivery(thread.deliveries());
    }

    /**
     * Says that the record was not processed although the listener will return normally; of a batch, that none was. It
     * is recorded as failed with {@code kafka_audit.delivery.error_swallowed}. Once the end of the delivery is
     * recorded, it comes too late and changes nothing.
     *
     * @param failure why
     */
    public void failed(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        deliveries.forEach(delivery -> delivery.failed(failure));
    }

    /**
     * Says the same of one record of a batch.
     *
     * @param record the record
     * @param failure why
     */
    public void failed(ConsumerRecord<?, ?> record, Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        for (OpenDelivery delivery : deliveries) {
            if (delivery.isOf(record)) {
                delivery.failed(failure);
            }
        }
    }
}
