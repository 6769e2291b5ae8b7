package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Delivery;

/** Which delivery of the record it was. */
final class DeliverySection {

    private static final EncodedName DELIVERY = new EncodedName("delivery");
    private static final EncodedName BATCH = new EncodedName("batch");
    private static final EncodedName SHARE = new EncodedName("share");
    private static final EncodedName REPEAT = new EncodedName("repeat");

    private static final Field ATTEMPT = Field.of(EventFields.DELIVERY_ATTEMPT);
    private static final Field REDELIVERED = Field.of(EventFields.DELIVERY_REDELIVERED);
    private static final Field UNCOMMITTED = Field.of(EventFields.DELIVERY_UNCOMMITTED);
    private static final Field COMMITTED_UNPROCESSED = Field.of(EventFields.DELIVERY_COMMITTED_UNPROCESSED);
    private static final Field ERROR_SWALLOWED = Field.of(EventFields.DELIVERY_ERROR_SWALLOWED);
    private static final Field BATCH_SIZE = Field.of(EventFields.BATCH_SIZE);
    private static final Field BATCH_INDEX = Field.of(EventFields.BATCH_INDEX);
    private static final Field DELIVERY_COUNT = Field.of(EventFields.SHARE_DELIVERY_COUNT);
    private static final Field ACKNOWLEDGEMENT = Field.of(EventFields.SHARE_ACKNOWLEDGEMENT);
    private static final Field REPEAT_COUNT = Field.of(EventFields.REPEAT_COUNT);
    private static final Field REPEAT_FIRST = Field.of(EventFields.REPEAT_FIRST);
    private static final Field REPEAT_LAST = Field.of(EventFields.REPEAT_LAST);

    private DeliverySection() {}

    static void write(DocumentWriter writer, AuditEvent event) {
        Delivery delivery = event.delivery();
        if (delivery != null) {
            writer.start(DELIVERY);
            writer.numberFrom(ATTEMPT, delivery.attempt(), 1);
            writer.flag(REDELIVERED, delivery.redelivered());
            writer.flag(UNCOMMITTED, delivery.uncommitted());
            writer.flag(COMMITTED_UNPROCESSED, delivery.committedUnprocessed());
            writer.flag(ERROR_SWALLOWED, delivery.errorSwallowed());
            writer.close();
            if (delivery.batchSize() > 0) {
                writer.start(BATCH);
                writer.number(BATCH_SIZE, delivery.batchSize());
                writer.numberFrom(BATCH_INDEX, delivery.batchIndex(), 0);
                writer.close();
            }
        }
        if (event.share() != null) {
            writer.start(SHARE);
            writer.numberFrom(DELIVERY_COUNT, event.share().deliveryCount(), 1);
            writer.text(ACKNOWLEDGEMENT, event.share().acknowledgement());
            writer.close();
        }
        if (event.repeat() != null) {
            writer.start(REPEAT);
            writer.number(REPEAT_COUNT, event.repeat().count());
            writer.time(REPEAT_FIRST, event.repeat().first());
            writer.time(REPEAT_LAST, event.repeat().last());
            writer.close();
        }
    }
}
