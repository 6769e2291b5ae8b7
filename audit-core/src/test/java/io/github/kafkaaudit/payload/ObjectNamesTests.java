package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectNamesTests {

    private final ObjectNames names = new ObjectNames();

    @Test
    void findsEveryRepeatedNameHoweverManyThereAre() {
        Random random = new Random(17);
        for (int round = 0; round < 200; round++) {
            names.clear();
            names.open(0);
            Set<String> expected = new HashSet<>();
            int different = 1 + random.nextInt(200);
            for (int i = 0; i < 150; i++) {
                String name = "a".repeat(random.nextInt(20)) + random.nextInt(different);
                assertThat(add(name, 0, 1)).as(name).isEqualTo(expected.add(name));
            }
        }
    }

    @Test
    void letsAnObjectGoOnWhenTheOneInsideItHasEnded() {
        names.open(0);
        assertThat(add("outer", 0, 1)).isTrue();
        for (int object = 2; object < 60; object++) {
            names.open(1);
            assertThat(add("outer", 1, object)).isTrue();
            assertThat(add("outer", 1, object)).isFalse();
            names.close(1);
            assertThat(add("name-" + object, 0, 1)).isTrue();
        }
        assertThat(add("name-2", 0, 1)).isFalse();
        assertThat(add("outer", 0, 1)).isFalse();
    }

    @Test
    void takesAnObjectInsideOfManyArrays() {
        for (int depth = 0; depth < 200; depth += 33) {
            names.open(depth);
            assertThat(add("name", depth, depth)).isTrue();
            assertThat(add("name", depth, depth)).isFalse();
        }
    }

    @Test
    void keepsTwoObjectsWithManyNamesApart() {
        for (int object = 1; object < 4; object++) {
            names.open(0);
            for (int i = 0; i < 100; i++) {
                assertThat(add("name-" + i, 0, object)).isTrue();
            }
            names.close(0);
        }
    }

    @Test
    void tellsNamesApartThatBeginOrEndAlike() {
        names.open(0);
        assertThat(add("", 0, 1)).isTrue();
        assertThat(add("12345678", 0, 1)).isTrue();
        assertThat(add("1234567", 0, 1)).isTrue();
        assertThat(add("123456789", 0, 1)).isTrue();
        assertThat(add("1234567812345678", 0, 1)).isTrue();
        assertThat(add("12345678123456781", 0, 1)).isTrue();
        assertThat(add("x2345678123456781", 0, 1)).isTrue();
        assertThat(add("", 0, 1)).isFalse();
        assertThat(add("12345678123456781", 0, 1)).isFalse();
    }

    private boolean add(String name, int depth, int object) {
        byte[] bytes = name.getBytes(UTF_8);
        return names.add(bytes, 0, bytes.length, depth, object);
    }
}
