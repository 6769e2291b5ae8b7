package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import java.util.List;

/**
 * How much a spool takes: in all, in one segment, and but for events that report failures.
 *
 * @param maxSize how many bytes in all
 * @param segmentSize how many bytes in one segment
 */
record SpoolLimits(long maxSize, long segmentSize) {

    /** Returns how many events, from the first on, a segment of that length and the space that is left can hold. */
    int fitting(List<EncodedAuditEvent> events, long segmentLength, long bytes) {
        long inSegment = segmentLength == 0 ? SegmentHeader.LENGTH : segmentLength;
        long used = bytes + (segmentLength == 0 ? SegmentHeader.LENGTH : 0);
        int count = 0;
        for (EncodedAuditEvent event : events) {
            long space = RecordHeader.spaceOf(event);
            inSegment += space;
            used += space;
            // The last sixteenth is for failures.
            if (used > maxSize - (event.failure() ? 0 : maxSize / 16) || (count > 0 && inSegment > segmentSize)) {
                break;
            }
            count++;
        }
        return count;
    }

    boolean beginsSegment(SpoolInstance instance, EncodedAuditEvent event) {
        long length = instance.segmentLength();
        return length == 0 || length + RecordHeader.spaceOf(event) > segmentSize;
    }
}
