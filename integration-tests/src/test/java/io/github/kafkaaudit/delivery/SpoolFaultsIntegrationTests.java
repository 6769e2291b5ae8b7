package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.trail.LossReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away and the spool cannot take everything either: what is lost is disclosed, to the last event. */
class SpoolFaultsIntegrationTests {

    private final EmbeddedAuditStack stack = FaultyServers.running();

    @TempDir
    private Path directory;

    @Test
    void disclosesWhatASpoolThatIsFullCouldNotTake() {
        disclosesWhatFindsNoPlace(life("spool-full").spool(directory).spoolSize(512 * 1024));
    }

    @Test
    void disclosesWhatADiskThatIsFullCouldNotTake() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()))
                .as("this test needs the right to mount a small disk")
                .isZero();
        try {
            disclosesWhatFindsNoPlace(life("disk-full").spool(disk));
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void disclosesWhatFindsNoPlaceWhenTheSpoolCannotBeWritten() throws Exception {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the directory should be");

        disclosesWhatFindsNoPlace(life("not-writable").spool(blocked));
    }

    @Test
    void disclosesWhatFindsNoPlaceWithoutASpool() {
        disclosesWhatFindsNoPlace(life("without-spool"));
    }

    @Test
    void disclosesWhatWasDamagedInTheSpoolOfADeadLife() throws Exception {
        String dead = leaveInTheSpool("damaged", 1_000);
        Path segment = find(".segment");
        byte[] content = Files.readAllBytes(segment);
        content[content.length / 3] ^= 1;
        content[content.length / 2] ^= 1;
        Files.write(segment, content);

        stack.kafka().start();
        try (AuditedLife next = life("damaged").spool(directory).start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> next.statistics().written() >= 1_000
                            && next.statistics().spoolSize() == 0);
            assertThat(next.statistics().lost()).containsExactly(Map.entry(LossReason.SPOOL_DAMAGED, 2L));
        }

        // Of the dead life 1,002 less 2; of the next one the start, the end and the gap.
        new Reconciliation(stack.events(), "damaged").assertDisclosed(dead, 1_000 + 3, 2);
    }

    @Test
    void disclosesWhatWasCutFromTheSpoolOfADeadLife() throws Exception {
        String dead = leaveInTheSpool("cut", 1_000);
        Path segment = find(".segment");
        byte[] content = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(content, content.length / 2));

        stack.kafka().start();
        long lost;
        try (AuditedLife next = life("cut").spool(directory).start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> next.statistics().lostTotal() > 0
                            && next.statistics().spoolSize() == 0);
            lost = next.statistics().lostTotal();
        }

        assertThat(lost).isBetween(450L, 550L);
        var reconciliation = new Reconciliation(stack.events(), "cut");
        reconciliation.awaitDocuments(1_002 - lost + 3);
        // The cut took the end, audit-stopped included: that more is missing shows only in what the next life
        // disclosed.
        assertThat(reconciliation.life(dead).tailKnown()).isFalse();
        assertThat(reconciliation.life(dead).disclosed()).isEqualTo(lost);
    }

    @Test
    void twoInstancesShareADirectory() {
        stack.kafka().stop();
        AuditedLife one = life("two-instances").spool(directory).start();
        AuditedLife other = life("two-instances").spool(directory).start();
        one.record(1_000);
        other.record(2_000);
        one.record(1_000);
        await().until(() ->
                one.statistics().spoolSize() > 0 && other.statistics().spoolSize() > 0);
        one.close();
        stack.kafka().start();
        await().atMost(Duration.ofSeconds(30)).until(() -> other.statistics().spoolSize() == 0);
        other.close();
        try (AuditedLife next = life("two-instances").spool(directory).start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> next.statistics().written() >= 2_003);
        }

        new Reconciliation(stack.events(), "two-instances").assertComplete(3, 4_000 + 6);
    }

    private void disclosesWhatFindsNoPlace(AuditedLife.Builder builder) {
        stack.kafka().stop();
        AuditedLife life = builder.limits(1_024, Duration.ofSeconds(20)).start();
        try (life) {
            for (int i = 0; i < 50; i++) {
                life.record(200);
                await().pollDelay(Duration.ofMillis(10)).until(() -> true);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> life.statistics().lostTotal() > 0);
            stack.kafka().start();
            await().atMost(Duration.ofMinutes(1)).until(() -> life.statistics().sinkHealthy());
            life.record(100);
            assertThat(life.longest()).isLessThan(Duration.ofMillis(500));
        }
        long lost = life.statistics().lostTotal();
        assertThat(lost).isPositive();

        new Reconciliation(stack.events(), life.service())
                .assertDisclosed(life.ephemeralId(), life.sequences() - lost, lost);
    }

    private String leaveInTheSpool(String service, int events) {
        stack.kafka().stop();
        AuditedLife life = life(service)
                .spool(directory)
                .limits(65_536, Duration.ofSeconds(2))
                .start();
        life.record(events);
        life.close();
        return life.ephemeralId();
    }

    private AuditedLife.Builder life(String service) {
        return AuditedLife.of(service, stack.bootstrapServers());
    }

    private Path find(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
