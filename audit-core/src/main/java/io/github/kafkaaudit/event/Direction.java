package io.github.kafkaaudit.event;

/** The side of Kafka on which something happened to a record. */
public enum Direction {
    /** The service handed a record to a producer. */
    PRODUCE("produce"),
    /** The service was handed a record by a consumer. */
    CONSUME("consume");

    private final String value;

    Direction(String value) {
        this.value = value;
    }

    /**
     * Returns the name that the event's {@code kafka_audit.direction} carries.
     *
     * @return the name
     */
    public String value() {
        return value;
    }
}
