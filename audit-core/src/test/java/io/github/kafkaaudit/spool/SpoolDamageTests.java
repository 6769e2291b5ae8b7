package io.github.kafkaaudit.spool;

import static io.github.kafkaaudit.spool.SpooledEvents.drain;
import static io.github.kafkaaudit.spool.SpooledEvents.event;
import static io.github.kafkaaudit.spool.SpooledEvents.events;
import static io.github.kafkaaudit.spool.SpooledEvents.range;
import static io.github.kafkaaudit.spool.SpooledEvents.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files: what is whole comes back in order, what is not is counted, nothing is invented. */
class SpoolDamageTests {

    private static final int EVENTS = 4;

    private static final int MANY_EVENTS = 500;

    @TempDir
    private Path directory;

    private final List<SpoolLoss> losses = new ArrayList<>();

    @Test
    void losesAtMostOneEventToABitFlippedAtAnyPlace() throws IOException {
        byte[] original = leaveOneSegment();
        Path segment = segment();
        byte[] state = Files.readAllBytes(state());
        Random random = new Random(1);
        for (int offset = 0; offset < original.length; offset++) {
            byte[] damaged = original.clone();
            damaged[offset] ^= (byte) (1 << random.nextInt(8));

            List<EncodedAuditEvent> read = readBack(segment, damaged, state);

            int lost = offset < SegmentHeader.LENGTH ? 0 : 1;
            assertThat(read).as("offset %d", offset).hasSize(EVENTS - lost).allMatch(SpooledEvents::isGenuine);
            assertThat(sequences(read)).isSorted();
            assertDisclosed(sequences(read), offset);
        }
    }

    @Test
    void disclosesExactlyWhatACutAtAnyPlaceTook() throws IOException {
        byte[] original = leaveOneSegment();
        Path segment = segment();
        byte[] state = Files.readAllBytes(state());
        int recordLength = (original.length - SegmentHeader.LENGTH) / EVENTS;
        for (int length = 0; length < original.length; length++) {
            List<EncodedAuditEvent> read = readBack(segment, Arrays.copyOf(original, length), state);

            int whole = Math.max(0, length - SegmentHeader.LENGTH) / recordLength;
            assertThat(sequences(read)).as("length %d", length).isEqualTo(range(1, whole));
            assertDisclosed(sequences(read), length);
        }
    }

    @Test
    void toleratesATailThatWasNeverAcknowledged() throws IOException {
        byte[] original = leaveOneSegment();
        Path segment = segment();
        byte[] state = Files.readAllBytes(state());
        byte[] more = Arrays.copyOf(original, original.length + 100);
        System.arraycopy(original, SegmentHeader.LENGTH, more, original.length, 100);

        assertThat(sequences(readBack(segment, more, state))).isEqualTo(range(1, EVENTS));
        assertThat(losses).isEmpty();
    }

    @Test
    void readsEverythingAgainWhenItsStateIsDamaged() throws IOException {
        byte[] original = leaveOneSegment();
        Path segment = segment();
        byte[] state = Files.readAllBytes(state());
        for (int length : new int[] {0, 16, 600, state.length}) {
            byte[] damaged = Arrays.copyOf(state, length);
            for (int offset = 512; offset < length; offset++) {
                damaged[offset] ^= 0x55;
            }

            assertThat(sequences(readBack(segment, original, damaged))).isEqualTo(range(1, EVENTS));
            assertThat(losses).isEmpty();
        }
    }

    @Test
    void goesBackToTheStateBeforeWhenTheLastOneIsTorn() throws IOException {
        try (FileAuditSpool spool = spool()) {
            spool.append(events(1, 3));
            spool.append(events(4, EVENTS));
            spool.read(2, 1_000_000);
            spool.remove(2);
        }
        byte[] state = Files.readAllBytes(state());
        int newest =
                ByteBuffer.wrap(state).getLong(512) > ByteBuffer.wrap(state).getLong(1024) ? 512 : 1024;
        state[newest + 20] ^= 1;

        assertThat(sequences(readBack(segment(), Files.readAllBytes(segment()), state)))
                .isEqualTo(range(1, EVENTS));
    }

    @Test
    void disclosesASegmentThatIsMissing() throws IOException {
        leaveManySegments();
        List<Path> segments = find(".segment");
        Files.delete(segments.get(2));

        List<EncodedAuditEvent> read = readBack();

        assertThat(read).hasSizeLessThan(MANY_EVENTS).allMatch(SpooledEvents::isGenuine);
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.gap().count()).isEqualTo((long) MANY_EVENTS - read.size());
            assertThat(loss.gap().to() - loss.gap().from() + 1).isEqualTo((long) MANY_EVENTS - read.size());
            assertThat(sequences(read))
                    .doesNotContain(loss.gap().from(), loss.gap().to());
        });
    }

    @Test
    void countsADamagedEventOnceHoweverOftenItIsRead() throws IOException {
        byte[] original = leaveOneSegment();
        original[SegmentHeader.LENGTH + 120] ^= 1;
        Files.write(segment(), original);
        try (FileAuditSpool spool = spool()) {
            spool.read(10, 1_000_000);
            spool.read(10, 1_000_000);
            spool.read(10, 1_000_000);

            assertThat(spool.takeLosses()).hasSize(1);
            assertThat(spool.takeLosses()).isEmpty();
        }
    }

    @Test
    void leavesAFormatAloneThatItDoesNotKnow() throws IOException {
        byte[] original = leaveOneSegment();
        ByteBuffer header = ByteBuffer.wrap(original).putInt(8, SegmentHeader.VERSION + 1);
        CRC32C checksum = new CRC32C();
        checksum.update(original, 0, 12);
        header.putInt(12, (int) checksum.getValue());
        Files.write(segment(), original);

        assertThat(readBack()).isEmpty();
        assertThat(losses).isEmpty();
        assertThat(Files.readAllBytes(segment())).isEqualTo(original);
    }

    @Test
    void survivesArbitraryBytesInPlaceOfItsFiles() throws IOException {
        Random random = new Random(7);
        leaveOneSegment();
        Path segment = segment();
        byte[] state = Files.readAllBytes(state());
        for (int round = 0; round < 200; round++) {
            byte[] garbage = new byte[random.nextInt(5_000)];
            random.nextBytes(garbage);

            assertThat(readBack(segment, garbage, state)).isEmpty();
            assertDisclosed(List.of(), round);
        }
    }

    @Test
    void takesWhatFitsOnAFullDiskAndGoesOnWhenThereIsRoom() throws IOException {
        CountingFiles disk = new CountingFiles();
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("s"), "d")
                .directory(directory)
                .opener(disk)
                .build()) {
            assertThat(spool.append(events(1, 1))).isOne();
            disk.leaveRoomFor(1_000);
            int taken = spool.append(events(2, 10));
            assertThat(taken).isBetween(1, 5);
            assertThatThrownBy(() -> spool.append(events(20, 30))).hasMessageContaining("No space left");
            disk.leaveRoomFor(1_000_000);
            assertThat(spool.append(events(31, 40))).isEqualTo(10);

            assertThat(sequences(drain(spool)))
                    .isEqualTo(Stream.concat(range(1, 1 + taken).stream(), range(31, 40).stream())
                            .toList());
            assertThat(spool.takeLosses()).isEmpty();
        }
    }

    @Test
    void givesUpWhatStaysUnreadableAndDisclosesIt() throws IOException {
        leaveManySegments();
        CountingFiles disk = new CountingFiles();
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("s"), "d")
                .directory(directory)
                .opener(disk)
                .build()) {
            int read = spool.read(1, 1_000_000).size();
            spool.remove(read);
            disk.readable(false);
            int failures = 0;
            while (spool.size() > 0 && failures < 100) {
                try {
                    int more = spool.read(100, 1_000_000).size();
                    spool.remove(more);
                    read += more;
                } catch (IOException e) {
                    failures++;
                }
            }

            assertThat(failures).isBetween(2, 99);
            assertThat(read).isLessThan(MANY_EVENTS);
            assertThat(spool.takeLosses().stream().mapToLong(loss -> loss.gap().count()))
                    .containsExactly((long) MANY_EVENTS - read);
        }
    }

    @Test
    void goesOnWhereItWasWhenTheDiskIsReadableAgain() throws IOException {
        leaveManySegments();
        CountingFiles disk = new CountingFiles();
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("s"), "d")
                .directory(directory)
                .opener(disk)
                .build()) {
            List<EncodedAuditEvent> read = new ArrayList<>(spool.read(300, 1_000_000));
            spool.remove(300);
            disk.readable(false);
            assertThatThrownBy(() -> drain(spool)).hasMessageContaining("Input/output error");
            disk.readable(true);
            long waiting = spool.size();
            List<EncodedAuditEvent> rest = drain(spool);

            assertThat(rest).hasSize((int) waiting);
            read.addAll(rest);
            assertThat(sequences(read)).endsWith((long) MANY_EVENTS).isSorted();
            assertThat(spool.takeLosses()).isEmpty();
        }
    }

    private byte[] leaveOneSegment() throws IOException {
        try (FileAuditSpool spool = spool()) {
            for (int sequence = 1; sequence <= EVENTS; sequence++) {
                spool.append(List.of(event(sequence, 60)));
            }
        }
        return Files.readAllBytes(segment());
    }

    private void leaveManySegments() throws IOException {
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("s"), "d")
                .directory(directory)
                .maxSize(256 * 1024)
                .build()) {
            assertThat(spool.append(events(1, MANY_EVENTS))).isEqualTo(MANY_EVENTS);
        }
    }

    private List<EncodedAuditEvent> readBack(Path segment, byte[] content, byte[] state) throws IOException {
        Files.createDirectories(segment.getParent());
        Files.write(segment, content);
        Files.write(segment.resolveSibling(StateFile.NAME), state);
        return readBack();
    }

    private List<EncodedAuditEvent> readBack() throws IOException {
        losses.clear();
        try (FileAuditSpool spool = spool()) {
            List<EncodedAuditEvent> read = drain(spool);
            losses.addAll(spool.takeLosses());
            assertThat(spool.size()).isZero();
            return read;
        }
    }

    private void assertDisclosed(List<Long> read, int at) {
        int missing = EVENTS - read.size();
        assertThat(losses.stream().mapToLong(loss -> loss.gap().count()).sum())
                .as("at %d", at)
                .isEqualTo(missing);
        for (SpoolLoss loss : losses) {
            List<Long> disclosed = range(loss.gap().from(), loss.gap().to());
            assertThat(disclosed).as("at %d", at).hasSize((int) loss.gap().count());
            assertThat(read).as("at %d", at).noneMatch(disclosed::contains);
        }
    }

    private FileAuditSpool spool() {
        return FileAuditSpool.builder(ServiceIdentity.of("s"), "d")
                .directory(directory)
                .build();
    }

    private Path segment() throws IOException {
        return find(".segment").get(0);
    }

    private Path state() throws IOException {
        return find(StateFile.NAME).get(0);
    }

    private List<Path> find(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
