package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.delivery.DeliveryReports;
import io.github.kafkaaudit.kafka.delivery.DeliverySession;
import io.github.kafkaaudit.kafka.delivery.OpenDelivery;
import io.github.kafkaaudit.trail.Recorder;
import org.apache.kafka.clients.consumer.Consumer;

/** What the interceptors of records and of batches have in common: the rounds of a container's thread. */
final class ListenerRound {

    private final KafkaAudit audit;
    private final ListenerMdc mdc;

    ListenerRound(KafkaAudit audit, ListenerMdc mdc) {
        this.audit = audit;
        this.mdc = mdc;
    }

    Recorder recorder() {
        return audit.recorder();
    }

    ListenerMdc mdc() {
        return mdc;
    }

    DeliverySession session(Consumer<?, ?> consumer) {
        return ListenerThread.current().session(audit, consumer);
    }

    /** The container is about to poll. */
    void begins(Consumer<?, ?> consumer, Runnable application) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            if (first) {
                recorder()
                        .guard(
                                "find the consumer's session",
                                () -> session(consumer).roundEnded());
            }
            application.run();
        } finally {
            thread.leave();
        }
    }

    /** The container is through with what it polled, a failed batch and its error handler included. */
    void ends(Consumer<?, ?> consumer, Runnable application) {
        ListenerThread thread = ListenerThread.current();
        boolean first = thread.enter();
        try {
            application.run();
        } finally {
            thread.leave();
            if (first) {
                recorder().guard("end a round", () -> {
                    // A listener's Error ends the consumer without an end of the record.
                    mdc.restore();
                    session(consumer).roundEnded();
                });
            }
        }
    }

    /** Takes the container's report of success, as far as it says something. */
    static void returned(DeliveryReports reports, OpenDelivery delivery) {
        ListenerThread thread = ListenerThread.current();
        if (thread.hidesFilter()) {
            reports.unknown(delivery, "a filter that cannot be seen may have discarded it");
        } else if (thread.hidesListener()) {
            reports.unknown(delivery, "what the listener hands the record to cannot be seen");
        } else {
            reports.returned(delivery);
        }
    }
}
