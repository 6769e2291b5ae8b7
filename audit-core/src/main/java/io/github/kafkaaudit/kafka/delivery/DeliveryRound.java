package io.github.kafkaaudit.kafka.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was handed out and not settled yet: of a record listener one delivery, of a batch listener the batch. */
final class DeliveryRound {

    private final DeliveryTable table;
    private final List<OpenDelivery> deliveries = new ArrayList<>();

    DeliveryRound(DeliveryTable table) {
        this.table = table;
    }

    void add(OpenDelivery delivery) {
        deliveries.add(delivery);
    }

    /** What was not sent back by now was consumed; where the listener acknowledges, that is still to come. */
    void settle(boolean acknowledgedByListener) {
        int open = 0;
        for (int i = 0; i < deliveries.size(); i++) {
            OpenDelivery delivery = deliveries.get(i);
            if (delivery.state() == DeliveryState.RETURNED) {
                boolean waits = acknowledgedByListener && !table.isCommitted(delivery);
                table.signal(delivery, waits ? Signal.SETTLED_UNACKNOWLEDGED : Signal.SETTLED);
            } else if (delivery.state().isOpen()) {
                deliveries.set(open++, delivery);
            }
        }
        deliveries.subList(open, deliveries.size()).clear();
    }

    /** All that returned was consumed. */
    void settleAll() {
        deliveries.forEach(delivery -> table.signal(delivery, Signal.SETTLED));
    }

    /** The round is over: what is still open ended in no regular way. */
    void end() {
        // A batch that an interceptor swallowed ends without a word.
        deliveries.forEach(delivery -> table.signal(delivery, Signal.FORGOTTEN));
        deliveries.clear();
    }

    /** Nobody will report how these end. */
    void forget() {
        deliveries.clear();
    }

    /**
     * Whether the records are those of deliveries that are still open: then they are handed out once more to be seen.
     */
    static boolean isOf(List<OpenDelivery> known, Collection<? extends ConsumerRecord<?, ?>> records) {
        if (known.isEmpty() || known.size() > records.size()) {
            return false;
        }
        int next = 0;
        for (ConsumerRecord<?, ?> record : records) {
            if (next < known.size() && known.get(next).isOf(record)) {
                if (!known.get(next).state().isOpen()) {
                    return false;
                }
                next++;
            }
        }
        return next == known.size();
    }
}
