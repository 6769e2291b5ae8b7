package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The segments in one instance's directory, by number, with the offset up to which each holds records. */
final class InstanceFiles {

    private static final Pattern NAME = Pattern.compile("(\\d{12})\\.segment");

    private final Path directory;
    private final SpoolPermissions permissions;
    private final SpoolFile.Opener opener;
    private final NavigableMap<Long, Long> lengths;
    private long bytes;

    private InstanceFiles(
            Path directory, SpoolPermissions permissions, SpoolFile.Opener opener, NavigableMap<Long, Long> lengths) {
        this.directory = directory;
        this.permissions = permissions;
        this.opener = opener;
        this.lengths = lengths;
        this.bytes = lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    static InstanceFiles list(Path directory, SpoolPermissions permissions, SpoolFile.Opener opener)
            throws IOException {
        NavigableMap<Long, Long> lengths = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    lengths.put(Long.valueOf(name.group(1)), Files.size(file));
                }
            }
        }
        return new InstanceFiles(directory, permissions, opener, lengths);
    }

    /** Whether a directory holds no segments. */
    static boolean isNone(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.segment")) {
            return !files.iterator().hasNext();
        }
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return lengths.isEmpty();
    }

    long first() {
        return lengths.firstKey();
    }

    long last() {
        return lengths.lastKey();
    }

    long length(long number) {
        return lengths.getOrDefault(number, 0L);
    }

    /** Returns the number of the segment, or of the next one that exists, or null. */
    @Nullable Long atOrAfter(long number) {
        return lengths.ceilingKey(number);
    }

    /** Returns the number of the next segment that exists, or null. */
    @Nullable Long after(long number) {
        return lengths.higherKey(number);
    }

    Iterable<Long> numbers() {
        return lengths.keySet();
    }

    SegmentReader read(long number) throws IOException {
        return new SegmentReader(number, opener.open(path(number), false));
    }

    SegmentWriter create(long number) throws IOException {
        Path path = path(number);
        permissions.createFile(path);
        try {
            SpoolFile file = opener.open(path, true);
            try {
                SegmentWriter writer = SegmentWriter.create(number, file);
                grow(number, writer.length());
                return writer;
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    void grow(long number, long length) {
        Long before = lengths.put(number, length);
        bytes += length - (before == null ? 0 : before);
    }

    /** Looks at a segment again that could not be read, and returns whether it is shorter than it was, or gone. */
    boolean isCut(long number) throws IOException {
        long length = length(number);
        try {
            long now = Files.size(path(number));
            if (now < length) {
                grow(number, now);
            }
            return now < length;
        } catch (NoSuchFileException e) {
            forget(number);
            return true;
        }
    }

    /** Deletes the segments below a number. */
    void deleteBelow(long number) throws IOException {
        while (!lengths.isEmpty() && lengths.firstKey() < number) {
            long first = lengths.firstKey();
            Files.deleteIfExists(path(first));
            forget(first);
        }
    }

    private void forget(long number) {
        Long length = lengths.remove(number);
        bytes -= length == null ? 0 : length;
    }

    private Path path(long number) {
        return directory.resolve(String.format("%012d.segment", number));
    }
}
