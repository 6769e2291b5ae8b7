package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Another version of the library wrote the files; they are left alone. */
final class UnknownFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    UnknownFormatException(Path directory) {
        super("The spool files in " + directory + " have a format that this version does not know.");
    }
}
