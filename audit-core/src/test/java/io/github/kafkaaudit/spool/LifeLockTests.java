package io.github.kafkaaudit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeLockTests {

    @TempDir
    private Path directory;

    private Path life;
    private SpoolPermissions permissions;

    @BeforeEach
    void setUp() {
        life = directory.resolve("life");
        permissions = SpoolPermissions.of(directory);
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        LifeLock first = LifeLock.tryAcquire(life, permissions);

        assertThat(first).isNotNull();
        assertThat(LifeLock.tryAcquire(life, permissions)).isNull();
        first.close();
        LifeLock second = LifeLock.tryAcquire(life, permissions);
        assertThat(second).isNotNull();
        second.delete();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isHeldEvenIfItsNoteIsLost() throws IOException {
        LifeLock lock = LifeLock.tryAcquire(life, permissions);
        Files.delete(directory.resolve("life.owner"));

        assertThat(LifeLock.tryAcquire(life, permissions)).isNull();
        assertThat(lock).isNotNull();
        lock.close();
    }

    @Test
    void isFreeWhenTheProcessIsDeadThatNotedItsName() throws IOException {
        Files.writeString(directory.resolve("life.owner"), "1@2020-01-01T00:00:00Z");

        LifeLock lock = LifeLock.tryAcquire(life, permissions);

        assertThat(lock).isNotNull();
        lock.close();
    }
}
