package io.github.kafkaaudit.kafka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeliveryAttemptsTests {

    private final DeliveryAttempts.PartitionAttempts attempts =
            new DeliveryAttempts().of("g", new TopicPartition("t", 0));

    @Test
    void countsWhatFallsBackIntoWhatWasHandedOut() {
        handOut(0, 1, 2);
        attempts.jumped();

        assertThat(attempts.next(1)).isEqualTo(2);
        assertThat(attempts.next(2)).isEqualTo(2);
        assertThat(attempts.next(3)).isEqualTo(1);
        assertThat(attempts.next(2)).isEqualTo(3);
    }

    @Test
    void countsNoAttemptsBeforeTheFirstRecordThatThisProcessHad() {
        handOut(100, 101, 102);
        attempts.jumped();

        assertThat(attempts.next(50)).isEqualTo(1);
        assertThat(attempts.next(51)).isEqualTo(1);
        assertThat(attempts.next(53)).isEqualTo(1);
        assertThat(attempts.next(100)).isEqualTo(2);
        assertThat(attempts.next(103)).isEqualTo(1);
    }

    @Test
    void countsNoAttemptsOfWhatWasJumpedOver() {
        handOut(0, 1);
        attempts.jumped();
        handOut(10, 11);
        attempts.jumped();

        assertThat(attempts.next(5)).isEqualTo(1);
        assertThat(attempts.next(6)).isEqualTo(1);
        assertThat(attempts.next(10)).isEqualTo(2);
        attempts.jumped();
        assertThat(attempts.next(0)).isEqualTo(2);
    }

    @Test
    void takesGapsOfTheLogForHandedOut() {
        // Transaction markers and compacted records have offsets too.
        handOut(0, 5, 9);
        attempts.jumped();

        assertThat(attempts.next(5)).isEqualTo(2);
    }

    @Test
    void takesAHandOutBack() {
        handOut(0, 1);
        attempts.takeBack(1);
        assertThat(attempts.next(1)).isEqualTo(1);

        assertThat(attempts.next(1)).isEqualTo(2);
        attempts.takeBack(1);
        assertThat(attempts.next(1)).isEqualTo(2);
    }

    @Test
    void forgetsTheOldestOfManyRangesRatherThanToCountTooMany() {
        for (int i = 0; i < 1_000; i++) {
            handOut(10L * i);
            attempts.jumped();
        }

        assertThat(attempts.next(0)).isEqualTo(1);
        attempts.jumped();
        assertThat(attempts.next(9_990)).isEqualTo(2);
    }

    private void handOut(long... offsets) {
        for (long offset : offsets) {
            assertThat(attempts.next(offset)).isEqualTo(1);
        }
    }
}
