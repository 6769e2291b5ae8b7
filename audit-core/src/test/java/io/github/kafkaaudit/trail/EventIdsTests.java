package io.github.kafkaaudit.trail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTests {

    private static final long TIME = 1_795_000_000_123L;

    private final EventIds ids = new EventIds();

    @Test
    void makesUuidsOfVersionSevenThatBeginWithTheTime() {
        UUID id = ids.id(1, TIME);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME);
    }

    @Test
    void neverRepeatsAnIdWithinOneMillisecond() {
        Set<UUID> seen = new HashSet<>();
        for (long number = 0; number < 500_000; number++) {
            assertThat(seen.add(ids.id(number, TIME))).isTrue();
        }
        // Numbers far apart, and those that the multiplication wraps around.
        for (int bit = 20; bit < 62; bit++) {
            assertThat(seen.add(ids.id(1L << bit, TIME))).isTrue();
        }
    }

    @Test
    void makesTheSameIdForTheSameNumberAndTime() {
        assertThat(ids.id(17, TIME)).isEqualTo(ids.id(17, TIME));
    }

    @Test
    void writesTheSameIdAsAsciiAsTheUuidDoes() {
        for (long number = 0; number < 1_000; number++) {
            assertThat(new String(ids.ascii(number, TIME + number), US_ASCII))
                    .isEqualTo(ids.id(number, TIME + number).toString());
        }
    }

    @Test
    void differsBetweenTwoTrails() {
        EventIds other = new EventIds();

        assertThat(ids.id(1, TIME)).isNotEqualTo(other.id(1, TIME));
    }

    @Test
    void sortsByTime() {
        String earlier = ids.id(2, TIME).toString();
        String later = ids.id(1, TIME + 1).toString();

        assertThat(earlier).isLessThan(later);
    }
}
