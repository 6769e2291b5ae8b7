package io.github.kafkaaudit.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Where things lie: {@code <directory>/<service>/<destination>/<instance>}. */
final class SpoolLayout {

    /** Safe on every file system, those that ignore case or know device names included. */
    private static final Pattern SAFE =
            Pattern.compile("(?!(con|prn|aux|nul|com\\d|lpt\\d)(\\.|$))[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private static final int MAX_NAME = 80;

    private SpoolLayout() {}

    /** Returns where the instances of a service lie whose events go to one destination. */
    static Path instances(Path directory, String service, String destination) {
        return directory.resolve(fileName(service)).resolve(digest(destination));
    }

    /** Returns a file name for any name; different names have different file names. */
    static String fileName(String name) {
        if (name.length() <= MAX_NAME && SAFE.matcher(name).matches()) {
            return name;
        }
        String readable =
                name.substring(0, Math.min(name.length(), MAX_NAME / 2)).replaceAll("[^A-Za-z0-9_-]", "_");
        return readable + "~" + digest(name);
    }

    /** Returns the directories of all instances. */
    static List<Path> list(Path instances) throws IOException {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(instances, Files::isDirectory)) {
            entries.forEach(directories::add);
        }
        return directories;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
