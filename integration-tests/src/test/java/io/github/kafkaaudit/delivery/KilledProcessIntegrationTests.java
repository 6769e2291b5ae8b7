package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.Completeness;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service was told to be safe becomes a document although the service is killed, with and without a broker. */
class KilledProcessIntegrationTests {

    private static final int KILLS = Boolean.getBoolean("soak") ? 200 : 20;
    private static final String SERVICE = "killed";

    private final EmbeddedAuditStack stack = FaultyServers.running();
    private final Random random = new Random();

    @TempDir
    private Path directory;

    @Test
    void losesNothingThatWasSafeWhenItIsKilledUnderLoad() throws Exception {
        Map<String, Long> safe = new HashMap<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill == KILLS / 3) {
                stack.kafka().stop();
            } else if (kill == 2 * KILLS / 3) {
                stack.kafka().start();
            }
            AuditedProcess process = AuditedProcess.start(SERVICE, stack.bootstrapServers(), directory);
            await().atMost(Duration.ofMinutes(1)).until(() -> process.safe() > 0);
            // Kills at no particular moment.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
            process.kill();
            safe.put(process.ephemeralId(), process.safe());
        }
        try (AuditedLife last = AuditedLife.of(SERVICE, stack.bootstrapServers())
                .spool(directory)
                .start()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                var statistics = last.statistics();
                return statistics.written() > 0 && statistics.spoolSize() == 0 && statistics.bytesUnderWay() == 0;
            });
            assertThat(last.statistics().lostTotal()).isZero();
        }

        var reconciliation = new Reconciliation(stack.events(), SERVICE);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertSafeEventsAreThere(reconciliation.ask(), safe));
    }

    private static void assertSafeEventsAreThere(List<Completeness> lives, Map<String, Long> safe) {
        assertThat(lives).hasSize(KILLS + 1).allMatch(life -> life.duplicates() == 0);
        for (Completeness life : lives) {
            long upTo = safe.getOrDefault(life.ephemeralId(), 0L);
            long last = life.events() + life.missing();
            assertThat(last).as("last event of %s", life.ephemeralId()).isGreaterThanOrEqualTo(upTo);
            assertThat(life.holes())
                    .as("holes of %s, safe up to %d", life.ephemeralId(), upTo)
                    .allMatch(hole -> hole.from() > upTo);
        }
    }
}
