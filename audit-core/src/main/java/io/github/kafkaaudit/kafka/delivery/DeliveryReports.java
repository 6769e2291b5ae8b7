package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.trail.Recorder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What whoever hands records out reports about the deliveries of a {@link DeliverySession}.
 *
 * <p><b>Threading</b>: belongs to the consumer's thread. <b>Failure</b>: callers run it inside {@link Recorder#guard}.
 */
public final class DeliveryReports {

    private final DeliverySession session;
    private final ConsumerCalls calls;

    DeliveryReports(DeliverySession session, ConsumerCalls calls) {
        this.session = session;
        this.calls = calls;
    }

    /**
     * Takes the report of success, which a container also gives for records that were filtered, skipped, sent back or
     * not even finished.
     *
     * @param delivery the delivery
     */
    public void returned(OpenDelivery delivery) {
        session.signal(delivery, Signal.RETURNED);
    }

    /**
     * Takes the report of a failure.
     *
     * @param delivery the delivery
     * @param record the record as it was handed out, to recognise its copy by
     * @param error what is reported
     */
    public void threw(OpenDelivery delivery, ConsumerRecord<?, ?> record, Throwable error) {
        Signal refusal = calls.refusal(error);
        if (refusal == null) {
            fail(delivery, record, error, Signal.THREW);
            return;
        }
        // A container reports a failed commit as if the listener had failed, and then goes back.
        session.signal(delivery, refusal);
        if (refusal == Signal.COMMIT_REFUSED) {
            session.settleAll();
        }
    }

    /**
     * Takes the report that key or value could not be deserialized.
     *
     * @param delivery the delivery
     * @param record the record as it was handed out
     * @param error why
     */
    public void notDeserialized(OpenDelivery delivery, ConsumerRecord<?, ?> record, Throwable error) {
        fail(delivery, record, error, Signal.NOT_READABLE);
    }

    /**
     * Takes the report of success for a record that the listener was given null for, because it could not be read.
     *
     * @param delivery the delivery
     * @param error why it could not be read
     */
    public void readAsNull(OpenDelivery delivery, Throwable error) {
        delivery.error(error);
        session.signal(delivery, Signal.READ_AS_NULL);
    }

    /**
     * Ends a delivery of a batch that the listener never came to.
     *
     * @param delivery the delivery
     * @param reason why
     */
    public void notProcessed(OpenDelivery delivery, String reason) {
        delivery.reason(reason);
        session.signal(delivery, Signal.PASSED_OVER);
    }

    /**
     * Ends a delivery of a batch that the framework takes for processed because a later record is the one that failed.
     *
     * @param delivery the delivery
     */
    public void assumedProcessed(OpenDelivery delivery) {
        delivery.reason("assumed by the framework");
        session.signal(delivery, Signal.ASSUMED);
    }

    /**
     * Takes the report of success where nobody can tell whether the listener processed the record.
     *
     * @param delivery the delivery
     * @param reason why not
     */
    public void unknown(OpenDelivery delivery, String reason) {
        delivery.reason(reason);
        session.signal(delivery, Signal.NOT_SEEN);
    }

    /**
     * Takes a hand-out back that was none: the record was not due yet.
     *
     * @param delivery the delivery
     */
    public void notDue(OpenDelivery delivery) {
        if (!delivery.hasEnded()) {
            session.takeBack(delivery);
        }
        session.signal(delivery, Signal.NOT_DUE);
    }

    private void fail(OpenDelivery delivery, ConsumerRecord<?, ?> record, Throwable error, Signal signal) {
        if (DeliveryRules.of(delivery.state(), signal) != null) {
            delivery.error(error);
            delivery.handles(record);
            session.signal(delivery, signal);
        }
    }
}
