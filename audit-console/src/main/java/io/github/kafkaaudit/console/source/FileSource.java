package io.github.kafkaaudit.console.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Events in files: one JSON document a line, plain or gzipped, such as an evidence pack's {@code events.ndjson} or the
 * objects of the S3 archive as they were downloaded. Of a directory every file below it is read.
 */
public final class FileSource extends ScanningSource {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_LINE = 64 << 20;
    private static final long REPORT_EVERY = 8 << 20;

    private final List<Path> files;
    private final List<Path> paths;
    private final Progress progress;

    /**
     * Reads files.
     *
     * @param paths files and directories
     * @param progress is told how far a scan has come
     * @throws SourceException if there is no such file
     */
    public FileSource(List<Path> paths, Progress progress) {
        this.paths = List.copyOf(paths);
        this.progress = progress;
        files = paths.stream().flatMap(path -> below(path).stream()).toList();
        if (files.isEmpty()) {
            throw new SourceException(
                    SourceException.Kind.NOT_FOUND, "There is no file in " + description() + ": nothing can be read.");
        }
    }

    @Override
    public String description() {
        return "files: " + paths.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    @Override
    void scan(Period period, Consumer<String> remarks, Documents documents) {
        var done = new long[1];
        for (var file : files) {
            read(file, done, remarks, documents);
        }
    }

    @Override
    public void close() {}

    private void read(Path file, long[] done, Consumer<String> remarks, Documents documents) {
        var lines = new Lines(file.getFileName().toString(), documents);
        try (var stream = open(file)) {
            var buffer = new byte[BUFFER];
            for (var read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                lines.add(buffer, read);
                var before = done[0];
                done[0] += read;
                if (before / REPORT_EVERY != done[0] / REPORT_EVERY) {
                    progress.report(done[0], 0, "bytes");
                }
            }
            lines.end();
        } catch (EOFException | ZipException e) {
            remarks.accept(file + " is damaged behind line " + lines.number
                    + ": it was not downloaded completely, and what followed is missing here.");
        } catch (AccessDeniedException e) {
            throw new SourceException(
                    SourceException.Kind.DENIED, file + " cannot be read: its permissions do not allow it.", e);
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.UNAVAILABLE, file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        var stream = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        stream.mark(2);
        var isGzip = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        return isGzip ? new GZIPInputStream(stream, BUFFER) : stream;
    }

    private static List<Path> below(Path path) {
        if (!Files.exists(path)) {
            throw new SourceException(
                    SourceException.Kind.NOT_FOUND, path + " is not there: check the path after --from-files.");
        }
        try (var found = Files.walk(path)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException(
                    SourceException.Kind.DENIED, path + " cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    /** Puts lines together from pieces. */
    private static final class Lines {

        private final String file;
        private final Documents documents;
        private byte[] line = new byte[BUFFER];
        private int length;
        private boolean tooLong;
        private long number;

        Lines(String file, Documents documents) {
            this.file = file;
            this.documents = documents;
        }

        void add(byte[] buffer, int size) {
            var from = 0;
            for (var at = 0; at < size; at++) {
                if (buffer[at] == '\n') {
                    append(buffer, from, at);
                    end();
                    from = at + 1;
                }
            }
            append(buffer, from, size);
        }

        void end() {
            number++;
            var from = number == 1 && startsWithByteOrderMark() ? 3 : 0;
            var to = length;
            while (to > from && line[to - 1] <= ' ' && line[to - 1] >= 0) {
                to--;
            }
            if (to > from) {
                documents.accept(line, from, to, file + " line " + number);
            }
            length = 0;
            tooLong = false;
        }

        /** What is longer than any event can be is cut, and so found to be none. */
        private void append(byte[] buffer, int from, int to) {
            if (tooLong || length + (to - from) > LONGEST_LINE) {
                tooLong = true;
                return;
            }
            if (line.length < length + (to - from)) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, length + (to - from)));
            }
            System.arraycopy(buffer, from, line, length, to - from);
            length += to - from;
        }

        private boolean startsWithByteOrderMark() {
            return length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb && line[2] == (byte) 0xbf;
        }
    }
}
