package io.github.kafkaaudit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTests {

    @TempDir
    private Path directory;

    private Path instance;
    private SpoolPermissions permissions;

    @BeforeEach
    void setUp() {
        instance = directory.resolve("instance");
        permissions = SpoolPermissions.of(directory);
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        InstanceLock first = InstanceLock.tryAcquire(instance, permissions);

        assertThat(first).isNotNull();
        assertThat(InstanceLock.tryAcquire(instance, permissions)).isNull();
        first.close();
        InstanceLock second = InstanceLock.tryAcquire(instance, permissions);
        assertThat(second).isNotNull();
        second.delete();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isHeldEvenIfItsNoteIsLost() throws IOException {
        InstanceLock lock = InstanceLock.tryAcquire(instance, permissions);
        Files.delete(directory.resolve("instance.owner"));

        assertThat(InstanceLock.tryAcquire(instance, permissions)).isNull();
        assertThat(lock).isNotNull();
        lock.close();
    }

    @Test
    void isFreeWhenTheProcessIsDeadThatNotedItsName() throws IOException {
        Files.writeString(directory.resolve("instance.owner"), "1@2020-01-01T00:00:00Z");

        InstanceLock lock = InstanceLock.tryAcquire(instance, permissions);

        assertThat(lock).isNotNull();
        lock.close();
    }
}
