package io.github.kafkaaudit.kafka.delivery;

/** Knows where an error handling sends the records that it cannot process. */
@FunctionalInterface
public interface Destinations {

    /** Nothing is known: then the headers of a copy have to do. */
    Destinations UNKNOWN = topic -> Kind.UNKNOWN;

    /**
     * Returns what a topic is to the listener whose record is sent there.
     *
     * @param topic the topic
     * @return what it is
     */
    Kind of(String topic);

    /** What a topic is to a listener. */
    enum Kind {
        /** From there the record will be tried again. */
        RETRY,
        /** There it stays. */
        DEAD_LETTER,
        /** Nobody can tell. */
        UNKNOWN
    }
}
