package io.github.kafkaaudit.event;

/**
 * The place of a record in the log.
 *
 * @param topic the topic
 * @param partition the partition, or -1 if it is not known
 * @param offset the offset, or -1 if it is not known
 */
public record Coordinate(String topic, int partition, long offset) {

    private static final int LONGEST_TOPIC = 249;

    /**
     * Writes a coordinate.
     *
     * @param topic the topic
     * @param partition the partition
     * @param offset the offset
     * @return {@code topic/partition/offset}
     */
    public static String text(String topic, int partition, long offset) {
        return topic + '/' + partition + '/' + offset;
    }

    /**
     * Tells whether Kafka accepts a name for a topic.
     *
     * @param name the name
     * @return whether it is a legal topic name
     */
    public static boolean isTopic(String name) {
        if (name.isEmpty() || name.length() > LONGEST_TOPIC || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            boolean legal = letter || (character >= '0' && character <= '9') || "._-".indexOf(character) >= 0;
            if (!legal) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether partition and offset are known.
     *
     * @return whether it names one record
     */
    public boolean isComplete() {
        return partition >= 0 && offset >= 0;
    }

    /** Returns {@code topic/partition/offset}. */
    @Override
    public String toString() {
        return text(topic, partition, offset);
    }
}
