package io.github.kafkaaudit.kafka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which offsets of a partition are safe to commit. */
class UncommittedEventsTests {

    private final UncommittedEvents events = new UncommittedEvents();

    @Test
    void isSafeUpToTheFirstLoss() {
        events.recorded(5, 100);
        events.recorded(6, 101);
        events.recorded(7, 102);
        events.lost(101);

        assertThat(events.isSafe(6)).isTrue();
        assertThat(events.isSafe(7)).isFalse();
        assertThat(events.isSafe(8)).isFalse();
    }

    @Test
    void isSafeAgainWhenTheRecordIsRecordedAgain() {
        events.recorded(5, 100);
        events.lost(100);
        events.recorded(5, 103);

        assertThat(events.isSafe(6)).isTrue();
    }

    @Test
    void doesNotCareForTheLossOfOtherEvents() {
        events.recorded(5, 100);
        events.lost(99);

        assertThat(events.isSafe(6)).isTrue();
    }

    @Test
    void doesNotCareForTheLossOfAnEventAboutACommittedRecord() {
        events.recorded(5, 100);
        events.committed(6);
        events.recorded(5, 110);
        events.lost(100);
        events.lost(110);

        assertThat(events.isSafe(6)).isTrue();
    }

    @Test
    void countsALossAmongManyUncommittedEventsAsTheLossOfALaterOne() {
        for (int i = 0; i < 50_000; i++) {
            events.recorded(i, 1_000 + i);
        }
        events.lost(1_007);

        assertThat(events.isSafe(50_000)).isFalse();
        events.committed(50_000);
        events.recorded(50_000, 60_000);
        assertThat(events.isSafe(50_001)).isTrue();
    }
}
