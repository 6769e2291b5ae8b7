package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void areFreeAndNoneOfThoseThatAreMeantForSomethingElse() {
        int first = Ports.free();
        int[] others = IntStream.range(first - 50, first + 50).toArray();
        for (int i = 0; i < 50; i++) {
            int port = Ports.free(others);
            assertThat(port).isNotIn(IntStream.of(others).boxed().toList());
            assertThat(Ports.isFree(port)).isTrue();
        }
    }
}
