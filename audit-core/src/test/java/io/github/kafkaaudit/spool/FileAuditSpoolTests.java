package io.github.kafkaaudit.spool;

import static io.github.kafkaaudit.spool.SpooledEvents.drain;
import static io.github.kafkaaudit.spool.SpooledEvents.event;
import static io.github.kafkaaudit.spool.SpooledEvents.events;
import static io.github.kafkaaudit.spool.SpooledEvents.failure;
import static io.github.kafkaaudit.spool.SpooledEvents.range;
import static io.github.kafkaaudit.spool.SpooledEvents.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditSpoolTests {

    @TempDir
    private Path directory;

    private final ServiceIdentity identity = ServiceIdentity.of("recruit");

    @Test
    void givesEventsBackAsTheyWereInTheirOrder() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            assertThat(spool.append(events(1, 60))).isEqualTo(60);
            assertThat(spool.append(List.of(failure(61)))).isEqualTo(1);
            assertThat(spool.size()).isEqualTo(61);

            List<EncodedAuditEvent> read = drain(spool);

            assertThat(sequences(read)).isEqualTo(range(1, 61));
            assertThat(read).allMatch(SpooledEvents::isGenuine);
            assertThat(read.get(60).failure()).isTrue();
            assertThat(read.get(59).failure()).isFalse();
            assertThat(spool.size()).isZero();
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void handsOutTheSameEventsUntilTheyAreRemoved() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            spool.append(events(1, 10));

            assertThat(sequences(spool.read(4, 1_000_000))).isEqualTo(range(1, 4));
            assertThat(sequences(spool.read(4, 1_000_000))).isEqualTo(range(1, 4));
            spool.remove(3);
            assertThat(sequences(spool.read(4, 1_000_000))).isEqualTo(range(4, 7));
        }
    }

    @Test
    void keepsWithinTheBytesAskedForButAlwaysHandsOutOne() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            spool.append(events(1, 10));

            assertThat(spool.read(10, 500)).hasSize(2);
            assertThat(spool.read(10, 1)).hasSize(1);
        }
    }

    @Test
    void readsWhatIsAppendedWhileItIsRead() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            spool.append(events(1, 5));
            assertThat(spool.read(10, 1_000_000)).hasSize(5);
            spool.append(events(6, 8));
            spool.remove(5);

            assertThat(sequences(drain(spool))).isEqualTo(range(6, 8));
            spool.append(events(9, 9));
            assertThat(sequences(drain(spool))).isEqualTo(range(9, 9));
        }
    }

    @Test
    void spreadsEventsOverSegmentsAndDeletesThoseThatAreConsumed() throws IOException {
        try (FileAuditSpool spool = spool().maxSize(1024 * 1024).build()) {
            assertThat(spool.append(events(1, 2_000))).isEqualTo(2_000);
            assertThat(segments()).hasSizeGreaterThan(5);

            spool.read(1_000, 10_000_000);
            spool.remove(1_000);
            assertThat(segments()).hasSizeLessThan(8);

            assertThat(sequences(drain(spool))).isEqualTo(range(1_001, 2_000));
            assertThat(segments()).isEmpty();
        }
    }

    @Test
    void refusesWhatExceedsItsSizeButKeepsAReserveForFailures() throws IOException {
        try (FileAuditSpool spool = spool().maxSize(64 * 1024).build()) {
            int taken = spool.append(events(1, 1_000));

            assertThat(taken).isBetween(150, 230);
            assertThat(spool.append(events(taken + 1, taken + 2))).isZero();
            assertThat(spool.append(List.of(failure(taken + 1)))).isOne();
            assertThat(spool.bytes()).isLessThanOrEqualTo(64 * 1024);
            assertThat(drain(spool)).hasSize(taken + 1);
            assertThat(spool.append(events(2_000, 2_001))).isEqualTo(2);
        }
    }

    @Test
    void takesAnEventThatIsLargerThanASegment() throws IOException {
        try (FileAuditSpool spool = spool().maxSize(4 * 1024 * 1024).build()) {
            assertThat(spool.append(List.of(event(1), event(2, 1_000_000), event(3))))
                    .isEqualTo(3);

            assertThat(drain(spool)).hasSize(3).allMatch(SpooledEvents::isGenuine);
        }
    }

    @Test
    void findsWhatAnEarlierLifeLeftAndHandsItOutFirst() throws IOException {
        try (FileAuditSpool earlier = spool().build()) {
            earlier.append(events(1, 50));
            earlier.read(20, 1_000_000);
            earlier.remove(20);
        }
        try (FileAuditSpool later = spool(ServiceIdentity.of("recruit")).build()) {
            later.append(events(101, 110));
            assertThat(later.size()).isEqualTo(40);

            assertThat(sequences(drain(later)))
                    .containsExactlyElementsOf(Stream.concat(range(21, 50).stream(), range(101, 110).stream())
                            .toList());
        }
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void leavesALifeAloneThatIsInUse() throws IOException {
        try (FileAuditSpool one = spool().build();
                FileAuditSpool other = spool(ServiceIdentity.of("recruit"))
                        .adoptionInterval(Duration.ZERO)
                        .build()) {
            one.append(events(1, 5));
            other.append(events(101, 105));

            assertThat(sequences(drain(other))).isEqualTo(range(101, 105));
            assertThat(sequences(drain(one))).isEqualTo(range(1, 5));
        }
    }

    @Test
    void adoptsALifeThatEndsLater() throws IOException {
        try (FileAuditSpool other = spool(ServiceIdentity.of("recruit"))
                .adoptionInterval(Duration.ZERO)
                .build()) {
            assertThat(drain(other)).isEmpty();
            try (FileAuditSpool one = spool().build()) {
                one.append(events(1, 5));
                assertThat(drain(other)).isEmpty();
            }
            other.read(10, 1_000);

            assertThat(sequences(drain(other))).isEqualTo(range(1, 5));
        }
    }

    @Test
    void adoptsOnlyWhatIsMeantForTheSameDestination() throws IOException {
        try (FileAuditSpool earlier = spool().build()) {
            earlier.append(events(1, 5));
        }
        ServiceIdentity next = ServiceIdentity.of("recruit");
        try (FileAuditSpool elsewhere = FileAuditSpool.builder(next, "other:9092/kafka-audit")
                .directory(directory)
                .build()) {
            assertThat(drain(elsewhere)).isEmpty();
        }
        try (FileAuditSpool same = spool(next).build()) {
            assertThat(drain(same)).hasSize(5);
        }
    }

    @Test
    void isReadableForItsOwnUserOnly() throws IOException {
        try (FileAuditSpool spool = spool().directory(directory.resolve("new")).build()) {
            spool.append(events(1, 1));

            for (Path path : allFiles()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void saysWhyItsDirectoryCannotBeUsedAndTriesAgainLater() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the directory should be");
        try (FileAuditSpool spool =
                spool().directory(blocked).retryInterval(Duration.ofMillis(50)).build()) {
            assertThatThrownBy(() -> spool.append(events(1, 1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(blocked.toString())
                    .hasMessageContaining("kafka.audit.spool.directory");
            assertThat(spool.read(1, 1)).isEmpty();
            assertThat(spool.size()).isZero();

            Files.delete(blocked);

            await().ignoreExceptions().until(() -> spool.append(events(1, 1)), count -> count == 1);
        }
    }

    @Test
    void startsAnewAndDisclosesTheLossWhenSomebodyDeletesItsFiles() throws IOException {
        try (FileAuditSpool spool = spool().retryInterval(Duration.ZERO).build()) {
            spool.append(events(1, 10));
            deleteAll();

            assertThat(spool.append(events(11, 12))).isEqualTo(2);

            assertThat(sequences(drain(spool))).isEqualTo(range(11, 12));
            assertThat(spool.takeLosses()).singleElement().satisfies(loss -> {
                assertThat(loss.ephemeralId()).isEqualTo(identity.ephemeralId());
                assertThat(loss.gap().count()).isEqualTo(10);
                assertThat(loss.gap().from()).isEqualTo(1);
                assertThat(loss.gap().to()).isEqualTo(10);
            });
        }
    }

    @Test
    void leavesNothingBehindWhenNothingWasSpooled() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            assertThat(spool.read(10, 1_000)).isEmpty();
        }
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void touchesNothingBeforeItsFirstUse() throws IOException {
        spool().build().close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void asksForItsDestinationAtItsFirstUse() throws IOException {
        AtomicReference<String> destination = new AtomicReference<>("not known yet");
        try (FileAuditSpool spool = FileAuditSpool.builder(identity, destination::get)
                .directory(directory)
                .build()) {
            destination.set("localhost:9092/kafka-audit");
            spool.append(events(1, 1));
        }
        try (FileAuditSpool same = spool(ServiceIdentity.of("recruit")).build()) {
            assertThat(drain(same)).hasSize(1);
        }
    }

    @Test
    void fsyncsIfAskedTo() throws IOException {
        CountingFiles files = new CountingFiles();
        try (FileAuditSpool spool = spool().fsync(true).opener(files).build()) {
            spool.append(events(1, 3));

            assertThat(files.syncs()).isEqualTo(2);
        }
    }

    private FileAuditSpoolBuilder spool() {
        return spool(identity);
    }

    private FileAuditSpoolBuilder spool(ServiceIdentity instance) {
        return FileAuditSpool.builder(instance, "localhost:9092/kafka-audit").directory(directory);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }

    /** Returns everything but the directories that all instances share. */
    private List<Path> allFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> directory.relativize(file).getNameCount() > 2)
                    .toList();
        }
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
