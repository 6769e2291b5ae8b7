package io.github.kafkaaudit.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretsTests {

    private final Secrets secrets = new Secrets();

    @Test
    void findsWhatASimpleSearchFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            secrets.clear();
            String[] values = new String[1 + random.nextInt(4)];
            for (int i = 0; i < values.length; i++) {
                values[i] = word(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 100 : 12));
                secrets.addForm(values[i].getBytes(UTF_8), 0, values[i].length());
                String text =
                        word(random, random.nextInt(200)) + (random.nextBoolean() ? values[i] : "") + word(random, 5);
                assertThat(secrets.find(text.getBytes(UTF_8), 0, text.length()))
                        .as("seed %s, round %s, %s in %s", seed, round, String.join(" ", values), text)
                        .isEqualTo(expected(text, values));
            }
        }
    }

    @Test
    void remembersNothingOfTheRecordBefore() {
        secrets.addForm("abcdefgh".getBytes(UTF_8), 0, 8);
        assertThat(secrets.find("xxabcdefghxx".getBytes(UTF_8), 0, 12)).isEqualTo(2);

        secrets.clear();

        assertThat(secrets.find("xxabcdefghxx".getBytes(UTF_8), 0, 12)).isEqualTo(-1);
        assertThat(secrets.isEmpty()).isTrue();
    }

    @Test
    void recognisesShortValuesOnlyWhereTheyStandAlone() {
        secrets.addForm("1234".getBytes(UTF_8), 0, 4);

        assertThat(secrets.touches("1234".getBytes(UTF_8), 0, 4)).isTrue();
        assertThat(secrets.touches("12345".getBytes(UTF_8), 0, 5)).isFalse();
        assertThat(secrets.occurIn("12345".getBytes(UTF_8), 0, 5)).isTrue();
    }

    private static int expected(String text, String[] values) {
        int first = -1;
        for (String value : values) {
            int at = value == null || value.length() < Secrets.SEARCHED ? -1 : text.indexOf(value);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
