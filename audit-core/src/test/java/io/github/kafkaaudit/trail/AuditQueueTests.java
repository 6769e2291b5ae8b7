package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import org.junit.jupiter.api.Test;

class AuditQueueTests {

    private static final int EVENT = 512;

    @Test
    void tellsStepByStepHowManyEventsWait() {
        AuditQueue queue = new AuditQueue(64, new MemoryAccount(1 << 20));

        fill(queue, 8);
        assertThat(queue.isCrowded(EVENT)).isFalse();
        fill(queue, 1);
        assertThat(queue.isCrowded(EVENT)).isTrue();
        assertThat(queue.isPressed()).isFalse();
        fill(queue, 24);
        assertThat(queue.isPressed()).isTrue();
        assertThat(queue.isNearlyFull()).isFalse();
        fill(queue, 16);
        assertThat(queue.isNearlyFull()).isTrue();
    }

    @Test
    void tellsHowMuchMemoryTheyTake() {
        AuditQueue queue = new AuditQueue(1024, new MemoryAccount(16 * EVENT));

        fill(queue, 12);
        assertThat(queue.isPressed()).isTrue();
        assertThat(queue.isNearlyFull()).isFalse();
        fill(queue, 1);
        assertThat(queue.isNearlyFull()).isTrue();
    }

    @Test
    void keepsRoomForFailures() {
        AuditQueue queue = new AuditQueue(64, new MemoryAccount(1 << 20));
        while (queue.offer(consumed())) {
            assertThat(queue.size()).isLessThan(64);
        }

        assertThat(queue.offer(AuditEvent.of(AuditAction.MESSAGE_CONSUME_FAILED).record(record())))
                .isTrue();
    }

    private static void fill(AuditQueue queue, int events) {
        for (int i = 0; i < events; i++) {
            assertThat(queue.offer(consumed())).isTrue();
        }
    }

    private static AuditEvent.Builder consumed() {
        return AuditEvent.of(AuditAction.MESSAGE_CONSUMED).record(record());
    }

    private static RecordSnapshot record() {
        return new RecordSnapshot(
                "results", 0, 1, 1, "CreateTime", WireBytes.NONE, WireBytes.NONE, HeaderSnapshot.EMPTY, null);
    }
}
