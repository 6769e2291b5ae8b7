package io.github.kafkaaudit.event;

/**
 * A commit of one partition's offset.
 *
 * @param offset the committed offset: the next one that the group will read
 * @param mode how it was committed
 */
public record OffsetCommit(long offset, Mode mode) {

    /** How an offset was committed. */
    public enum Mode {
        /** The consumer waited for the broker. */
        SYNC("sync"),
        /** The consumer went on; the broker's answer came later. */
        ASYNC("async"),
        /** The consumer did it by itself at intervals, before or after processing. */
        AUTO("auto"),
        /** As part of a producer's transaction. */
        TRANSACTION("transaction");

        private final String value;

        Mode(String value) {
            this.value = value;
        }

        /**
         * Returns the name that {@code kafka_audit.commit.mode} carries.
         *
         * @return the name
         */
        public String value() {
            return value;
        }
    }
}
