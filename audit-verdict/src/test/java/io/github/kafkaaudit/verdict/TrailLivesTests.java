package io.github.kafkaaudit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrailLivesTests {

    private static final Instant BEGAN = Trail.BEGAN;

    private final TrailLives lives = new TrailLives();

    private void add(String life, long sequence) {
        lives.add("ats", life, "h", sequence, BEGAN.plusSeconds(sequence), false);
    }

    @Test
    void findTheHoleBetweenTwoEventsInWhateverOrderTheyCome() {
        add("l", 7);
        add("l", 3);
        add("l", 4);

        assertThat(lives.toList()).singleElement().satisfies(life -> {
            assertThat(life.gaps())
                    .containsExactly(new TrailGap("ats", "l", 5, 6, BEGAN.plusSeconds(4), BEGAN.plusSeconds(7)));
            assertThat(life.missing()).isEqualTo(2);
            assertThat(life.firstSequence()).isEqualTo(3);
            assertThat(life.events()).isEqualTo(3);
        });
    }

    @Test
    void countAnEventThatIsThereTwiceOnce() {
        add("l", 2);
        add("l", 1);
        add("l", 2);

        assertThat(lives.toList()).singleElement().satisfies(life -> {
            assertThat(life.events()).isEqualTo(2);
            assertThat(life.isWithoutGap()).isTrue();
        });
    }

    @Test
    void takeALossBehindTheLastEventFromTheLifeThatReportsIt() {
        add("first", 1);
        lives.add(TrailEvent.of(
                "{\"@timestamp\":\"2026-11-22T10:00:00Z\",\"event\":{\"action\":\"audit-gap\",\"sequence\":1},"
                        + "\"service\":{\"name\":\"ats\",\"ephemeral_id\":\"second\"},"
                        + "\"kafka_audit\":{\"gap\":{\"count\":3,\"from\":2,\"to\":4,\"ephemeral_id\":\"first\"}}}"));

        assertThat(lives.toList().get(0).gaps())
                .containsExactly(new TrailGap(
                        "ats", "first", 2, 4, BEGAN.plusSeconds(1), Instant.parse("2026-11-22T10:00:00Z")));
    }

    @Test
    void takeALifeForCutOffOnlyWhereAnotherBeganBehindItOnTheSameHost() {
        add("first", 1);
        lives.add("ats", "elsewhere", "other-host", 1, BEGAN.plusSeconds(60), false);

        assertThat(lives.toList())
                .allSatisfy(life -> assertThat(life.isWithoutGap()).isTrue());

        lives.add("ats", "second", "h", 1, BEGAN.plusSeconds(90), false);

        assertThat(lives.toList())
                .filteredOn(life -> !life.isWithoutGap())
                .extracting(TrailLife::trail)
                .containsExactly("first");
    }

    @Test
    void knowThatALifeEndedInOrder() {
        add("l", 1);
        lives.add("ats", "l", "h", 2, BEGAN.plusSeconds(2), true);
        lives.add("ats", "next", "h", 1, BEGAN.plusSeconds(3), false);

        assertThat(lives.toList())
                .allSatisfy(life -> assertThat(life.isWithoutGap()).isTrue());
    }
}
