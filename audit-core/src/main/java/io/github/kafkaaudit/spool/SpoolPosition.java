package io.github.kafkaaudit.spool;

/**
 * A place between two events of one instance.
 *
 * @param segment the segment's number
 * @param offset the offset in the segment
 * @param ordinal the ordinal of the event behind the place
 * @param sequence the sequence of the event before the place, or 0
 */
record SpoolPosition(long segment, long offset, long ordinal, long sequence) {

    static final SpoolPosition START = new SpoolPosition(0, SegmentHeader.LENGTH, 0, 0);

    /** Where the events of the next segment that exists begin. */
    SpoolPosition atSegment(long number) {
        return new SpoolPosition(number, SegmentHeader.LENGTH, ordinal, sequence);
    }
}
