package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTests {

    @TempDir
    Path directory;

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        var first = new DataDirectory(directory, "kafka", true);
        var second = new DataDirectory(directory, "kafka", true);
        first.lock();

        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(second::lock)
                .withMessage("The data directory %s is in use; set embedded.data-directory to another one.", directory);

        first.release();
        second.lock();
        second.release();
    }

    @Test
    void leavesADirectoryAloneThatIsInUse() throws IOException {
        var first = new DataDirectory(directory, "kafka", true);
        first.lock();

        new DataDirectory(directory, "kafka", false).release();

        assertThat(directory).exists();
        first.release();
    }

    @Test
    void deletesItsFilesUnlessTheyAreToBeKept() throws IOException {
        var kept = new DataDirectory(directory.resolve("kept"), "kafka", true);
        var deleted = new DataDirectory(directory.resolve("deleted"), "kafka", false);
        var temporary = new DataDirectory(null, "kafka", false);
        kept.lock();
        deleted.lock();
        Files.writeString(Files.createDirectories(deleted.path().resolve("a/b")).resolve("c"), "d");

        kept.release();
        deleted.release();
        temporary.release();

        assertThat(kept.path()).exists();
        assertThat(deleted.path()).doesNotExist();
        assertThat(temporary.path()).doesNotExist();
    }
}
