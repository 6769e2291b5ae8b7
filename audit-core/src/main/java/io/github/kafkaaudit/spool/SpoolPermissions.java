package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Creates files and directories that only the process's own user may read, where the file system knows such a thing.
 */
final class SpoolPermissions {

    private final FileAttribute<?>[] forDirectories;
    private final FileAttribute<?>[] forFiles;

    private SpoolPermissions(FileAttribute<?>[] forDirectories, FileAttribute<?>[] forFiles) {
        this.forDirectories = forDirectories;
        this.forFiles = forFiles;
    }

    static SpoolPermissions of(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new SpoolPermissions(new FileAttribute<?>[0], new FileAttribute<?>[0]);
        }
        return new SpoolPermissions(attributes("rwx------"), attributes("rw-------"));
    }

    void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, forDirectories);
    }

    void createFile(Path file) throws IOException {
        Files.createFile(file, forFiles);
    }

    void createFileIfMissing(Path file) throws IOException {
        try {
            createFile(file);
        } catch (FileAlreadyExistsException e) {
            // It was there before, with the permissions it had.
            return;
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
