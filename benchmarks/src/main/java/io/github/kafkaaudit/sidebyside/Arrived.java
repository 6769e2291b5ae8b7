package io.github.kafkaaudit.sidebyside;

/**
 * What came of a round's messages.
 *
 * @param produced how many events or spans say that a message was sent
 * @param consumed how many say that one was received
 * @param others what else came: commits, the recorder's own events
 */
record Arrived(long produced, long consumed, long others) {

    /** Returns the share of two per message. */
    double share(long messages) {
        return (Math.min(produced, messages) + Math.min(consumed, messages)) / (2.0 * messages);
    }
}
