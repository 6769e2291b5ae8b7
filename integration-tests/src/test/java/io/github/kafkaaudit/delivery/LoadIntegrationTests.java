package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything works and much comes at once: everything arrives, and memory stays within its bounds. */
class LoadIntegrationTests {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int THREADS = 64;
    private static final int TOPICS = 100;

    private final EmbeddedAuditStack stack = FaultyServers.running();

    @TempDir
    private Path directory;

    @Test
    void deliversWhatManyThreadsDoWithManyTopics() throws Exception {
        int perThread = SOAK ? 5_000 : 150;
        AuditedLife life = life("many-threads").start();
        try (life) {
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < perThread; i++) {
                        life.record("topic-" + (number + i) % TOPICS, "{\"thread\":" + number + ",\"i\":" + i + "}");
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            awaitWritten(life);
        }
        // Threads that do nothing but record outrun the audit thread on a small machine; the queue holds the short
        // form.
        assertThat(life.statistics().lostTotal())
                .satisfies(lost -> assertThat(SOAK || lost == 0).isTrue());
        assertReconciled(life);
        assertThat(stack.events()
                        .count("{\"bool\":{\"filter\":[{\"term\":{\"service.name\":\"many-threads\"}},"
                                + "{\"term\":{\"messaging.destination.name\":\"topic-42\"}}]}}"))
                .isPositive();
    }

    @Test
    void survivesABurstWithinItsMemory() {
        int burst = SOAK ? 500_000 : 50_000;
        AuditedLife life = life("burst").limits(16_384, Duration.ofSeconds(30)).start();
        try (life) {
            for (int i = 0; i < burst / 1_000; i++) {
                life.record(1_000);
                assertThat(life.statistics().queueMemory()).isLessThanOrEqualTo(64L << 20);
                assertThat(life.statistics().bytesUnderWay()).isLessThanOrEqualTo(20L << 20);
            }
            awaitWritten(life);
        }
        long lost = life.statistics().lostTotal();
        new Reconciliation(stack.events(), "burst").assertDisclosed(life.ephemeralId(), life.sequences() - lost, lost);
    }

    private void awaitWritten(AuditedLife life) {
        await().atMost(Duration.ofMinutes(SOAK ? 20 : 2)).until(() -> {
            var statistics = life.statistics();
            return statistics.spoolSize() == 0 && statistics.queueSize() == 0 && statistics.bytesUnderWay() == 0;
        });
    }

    private AuditedLife.Builder life(String service) {
        return AuditedLife.of(service, stack.bootstrapServers()).spool(directory);
    }

    private void assertReconciled(AuditedLife life) {
        long lost = life.statistics().lostTotal();
        new Reconciliation(stack.events(), life.service())
                .assertDisclosed(life.ephemeralId(), life.sequences() - lost, lost);
    }
}
