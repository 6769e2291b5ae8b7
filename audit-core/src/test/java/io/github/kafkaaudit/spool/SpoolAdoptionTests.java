package io.github.kafkaaudit.spool;

import static io.github.kafkaaudit.spool.SpooledEvents.drain;
import static io.github.kafkaaudit.spool.SpooledEvents.events;
import static io.github.kafkaaudit.spool.SpooledEvents.range;
import static io.github.kafkaaudit.spool.SpooledEvents.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier runs left is taken over whatever the state of the disk, and however much it is. */
class SpoolAdoptionTests {

    @TempDir
    private Path directory;

    @Test
    void emptiesADiskThatAnEarlierRunFilled() throws IOException {
        leave(50);
        CountingFiles full = new CountingFiles();
        full.leaveRoomFor(0);
        try (FileAuditSpool spool = spool().opener(full).build()) {
            assertThat(sequences(drain(spool))).containsExactlyInAnyOrderElementsOf(range(1, 50));
            assertThat(spool.size()).isZero();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhereNothingWas() throws IOException {
        try (FileAuditSpool spool = spool().build()) {
            assertThat(spool.read(10, 1_000)).isEmpty();
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void takesOverThousandsOfRunsAFewAtATime() throws IOException {
        int runs = 300;
        leave(runs);
        CountingFiles watched = new CountingFiles();
        try (FileAuditSpool spool = spool().opener(watched).build()) {
            assertThat(sequences(drain(spool))).containsExactlyInAnyOrderElementsOf(range(1, runs));
        }
        // Of each run that is open its state and one segment.
        assertThat(watched.mostOpen()).isLessThanOrEqualTo(24);
        assertThat(files()).isEmpty();
    }

    @Test
    void takesOverTheOldestFirst() throws IOException {
        leave(20);
        try (Stream<Path> states = Files.walk(directory).filter(file -> file.endsWith(StateFile.NAME))) {
            for (Path state : states.toList()) {
                Path segment = state.resolveSibling("000000000001.segment");
                String content = Files.readString(segment, StandardCharsets.ISO_8859_1);
                long sequence = Long.parseLong(content.replaceAll("(?s).*event.sequence\":(\\d+).*", "$1"));
                Files.setLastModifiedTime(state, FileTime.fromMillis(sequence * 1_000));
            }
        }
        try (FileAuditSpool spool = spool().build()) {
            assertThat(sequences(drain(spool))).isEqualTo(range(1, 20));
        }
    }

    @Test
    void saysWhatItCannotTakeOver() throws IOException {
        leave(1);
        ByteBuffer header = ByteBuffer.allocate(SegmentHeader.LENGTH)
                .put(SegmentHeader.bytes(), 0, 8)
                .putInt(99);
        CRC32C checksum = new CRC32C();
        checksum.update(header.array(), 0, SegmentHeader.LENGTH - 4);
        header.putInt((int) checksum.getValue());
        try (Stream<Path> states = Files.walk(directory).filter(file -> file.endsWith(StateFile.NAME))) {
            for (Path state : states.toList()) {
                byte[] content = Files.readAllBytes(state);
                System.arraycopy(header.array(), 0, content, 0, SegmentHeader.LENGTH);
                Files.write(state, content);
            }
        }
        try (FileAuditSpool spool = spool().build()) {
            assertThat(spool.problem()).isNull();
            assertThat(spool.read(10, 1_000)).isEmpty();
            assertThat(spool.problem()).contains("1 earlier run", "left alone");
        }
    }

    @Test
    void saysThatItCannotWrite() throws IOException {
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where the directory should be");
        try (FileAuditSpool spool = spool().directory(blocked).build()) {
            assertThatThrownBy(() -> spool.append(events(1, 1))).isInstanceOf(IOException.class);
            assertThat(spool.problem()).contains("cannot be spooled");
        }
    }

    /** Leaves one event each of so many runs, all of which were there at the same time. */
    private void leave(int runs) throws IOException {
        List<FileAuditSpool> spools = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            FileAuditSpool spool = spool().build();
            spool.append(events(run, run));
            spools.add(spool);
        }
        for (FileAuditSpool spool : spools) {
            spool.close();
        }
    }

    private FileAuditSpoolBuilder spool() {
        return FileAuditSpool.builder(ServiceIdentity.of("recruit"), "somewhere")
                .directory(directory);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
