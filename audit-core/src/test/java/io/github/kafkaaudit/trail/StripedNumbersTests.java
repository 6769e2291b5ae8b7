package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StripedNumbersTests {

    private static final int THREADS = 40;
    private static final int EACH = 5_000;

    private final StripedNumbers numbers = new StripedNumbers();

    @Test
    void neverGivesANumberTwiceHoweverManyThreadsAsk() throws Exception {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        Callable<Void> asking = () -> {
            for (int i = 0; i < EACH; i++) {
                given.add(numbers.next());
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> asked = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                asked.add(threads.submit(asking));
            }
            for (Future<Void> future : asked) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(given).hasSize(THREADS * EACH);
    }
}
