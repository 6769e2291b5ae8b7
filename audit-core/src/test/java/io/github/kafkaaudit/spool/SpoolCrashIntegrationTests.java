package io.github.kafkaaudit.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process was told to be in the spool is there when the process is killed at any moment. */
class SpoolCrashIntegrationTests {

    private static final int KILLS = 20;

    /** Every process has its own range of sequences, so that its events tell whose they are. */
    private static final long RANGE = 100_000_000;

    @TempDir
    private Path directory;

    private final Random random = new Random();

    @Test
    void keepsWhatItAcknowledgedWhenTheProcessIsKilled() throws Exception {
        Map<Long, Long> acknowledged = new HashMap<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            SpoolProcess process = SpoolProcess.start(directory, kill * RANGE, false);
            process.awaitWork();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
            acknowledged.put((long) kill, process.kill().appended() - kill * RANGE);
            if (kill % 4 == 0) {
                assertEverythingIsThere(drain(), acknowledged);
                acknowledged.clear();
            }
        }
    }

    @Test
    void losesNothingAndRepeatsNothingWhenTwoProcessesShareADirectoryAndAreKilled() throws Exception {
        List<Long> handedOut = new ArrayList<>();
        Set<Long> removed = new HashSet<>();
        Map<Long, Long> acknowledged = new HashMap<>();
        long next = 1;
        Map<Long, SpoolProcess> running = new HashMap<>();
        for (int kill = 0; kill <= KILLS; kill++) {
            while (running.size() < 2 && kill < KILLS) {
                running.put(next, SpoolProcess.start(directory, next * RANGE, true));
                next++;
            }
            long victim = running.keySet().stream().min(Long::compare).orElseThrow();
            SpoolProcess process = Objects.requireNonNull(running.remove(victim));
            process.awaitWork();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
            SpoolProcess.Word word = process.kill();
            handedOut.addAll(word.handedOut());
            assertThat(Collections.disjoint(removed, word.removed())).isTrue();
            removed.addAll(word.removed());
            acknowledged.put(victim, word.appended() - victim * RANGE);
        }
        for (SpoolProcess process : running.values()) {
            process.kill();
        }
        List<Long> left = SpooledEvents.sequences(drain());

        assertThat(removed).isNotEmpty();
        assertThat(new HashSet<>(left)).hasSameSizeAs(left).noneMatch(removed::contains);
        Set<Long> all = new HashSet<>(handedOut);
        all.addAll(left);
        acknowledged.forEach((process, count) -> {
            long first = process * RANGE + 1;
            assertThat(LongStream.range(first, first + count).filter(each -> !all.contains(each)))
                    .isEmpty();
        });
    }

    @Test
    void takesWhatFitsOnASmallDiskAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()))
                .as("this test needs the right to mount a small disk")
                .isZero();
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("crash"), "d")
                .directory(disk)
                .build()) {
            int taken = spool.append(SpooledEvents.events(1, 10_000));
            assertThat(taken).isBetween(1_000, 5_000);
            assertThat(spool.append(SpooledEvents.events(20_001, 20_100))).isLessThan(50);
            List<EncodedAuditEvent> read = SpooledEvents.drain(spool);
            assertThat(read).hasSizeGreaterThanOrEqualTo(taken).allMatch(SpooledEvents::isGenuine);

            assertThat(spool.append(SpooledEvents.events(30_001, 31_000))).isEqualTo(1_000);
            assertThat(SpooledEvents.drain(spool)).hasSize(1_000).allMatch(SpooledEvents::isGenuine);
            assertThat(spool.takeLosses()).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    private List<EncodedAuditEvent> drain() throws IOException {
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("crash"), "d")
                .directory(directory)
                .build()) {
            List<EncodedAuditEvent> events = SpooledEvents.drain(spool);
            assertThat(spool.takeLosses()).isEmpty();
            assertThat(events).allMatch(SpooledEvents::isGenuine);
            return events;
        }
    }

    private static void assertEverythingIsThere(List<EncodedAuditEvent> events, Map<Long, Long> acknowledged) {
        Map<Long, Long> last = new HashMap<>();
        for (EncodedAuditEvent event : events) {
            long process = event.sequence() / RANGE;
            long number = event.sequence() % RANGE;
            assertThat(number).isEqualTo(last.getOrDefault(process, 0L) + 1);
            last.put(process, number);
        }
        assertThat(last.keySet()).isEqualTo(acknowledged.keySet());
        acknowledged.forEach((process, count) -> {
            assertThat(count).isPositive();
            assertThat(last.get(process)).isBetween(count, count + 50);
        });
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
