package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way behind the audit topic breaks, or the clock does: every event becomes a document, once. */
class ElasticsearchFaultsIntegrationTests {

    private static final Duration OUTAGE = Duration.ofSeconds(Boolean.getBoolean("soak") ? 180 : 3);

    private final EmbeddedAuditStack stack = FaultyServers.running();

    @TempDir
    private Path directory;

    @Test
    void catchesUpWhenElasticsearchWasDownUnderLoad() {
        AuditedLife life = life("elasticsearch-down").start();
        try (life) {
            life.record(500);
            stack.elasticsearch().stop();
            long end = System.nanoTime() + OUTAGE.toNanos();
            while (System.nanoTime() < end) {
                life.record(50);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(life.statistics().sinkHealthy()).isTrue();
            stack.elasticsearch().start();
            life.record(500);
        }
        assertComplete("elasticsearch-down", life.recorded() + 2);
    }

    @Test
    void repeatsNoDocumentWhenTheIndexerIsKilledAndReadsAgain() {
        AuditedLife life = life("indexer-killed").start();
        try (life) {
            for (int kill = 0; kill < 4; kill++) {
                life.record(1_000);
                long indexed = stack.indexer().counters().indexed();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> stack.indexer().counters().indexed() > indexed);
                stack.indexer().kill();
                life.record(200);
                stack.indexer().start();
            }
        }
        assertComplete("indexer-killed", life.recorded() + 2);
    }

    @Test
    void keepsOrderAndCompletenessWhenTheClockStepsBack() {
        AtomicLong offset = new AtomicLong();
        AuditedLife life = life("clock-back")
                .clock(() -> Instant.now().plusMillis(offset.get()))
                .start();
        try (life) {
            life.record(300);
            offset.set(Duration.ofHours(-30).toMillis());
            life.record(300);
            offset.set(0);
            life.record(300);
        }
        assertComplete("clock-back", 902);
        assertThat(stack.events().search(Map.of("service.name", "clock-back")))
                .extracting(event -> event.path("event").path("sequence").asLong())
                .isEqualTo(AuditTopicReader.range(1, 902));
    }

    private AuditedLife.Builder life(String service) {
        return AuditedLife.of(service, stack.bootstrapServers()).spool(directory);
    }

    private void assertComplete(String service, long documents) {
        new Reconciliation(stack.events(), service).assertComplete(1, documents);
    }
}
