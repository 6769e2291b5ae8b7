package io.github.kafkaaudit.console.evidence;

import io.github.kafkaaudit.console.source.SourceException;
import io.github.kafkaaudit.verdict.TrailEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Whether an evidence pack is as it was made.
 *
 * @param problems sentences about what is not; none if it is
 * @param events how many documents it has
 * @param sum the digest of its {@code SHA256SUMS}
 */
public record Verification(List<String> problems, long events, String sum) {

    private static final Set<String> FILES =
            Set.of(EvidencePack.REPORT, EvidencePack.EVENTS, EvidencePack.VERDICT, EvidencePack.COMPLETENESS);
    private static final int LARGEST = 256 << 20;

    /** Copies the list. */
    public Verification {
        problems = List.copyOf(problems);
    }

    /** Returns whether the pack is as it was made. */
    public boolean isIntact() {
        return problems.isEmpty();
    }

    /**
     * Verifies a pack.
     *
     * @throws SourceException if it cannot be read at all
     */
    public static Verification of(Path pack) {
        if (!Files.isRegularFile(pack)) {
            throw new SourceException(SourceException.Kind.NOT_FOUND, pack + " is not there: name an evidence pack.");
        }
        try (var zip = new ZipFile(pack.toFile(), StandardCharsets.UTF_8)) {
            return of(zip);
        } catch (ZipException e) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION,
                    pack + " is no zip, or a damaged one: " + e.getMessage() + ".",
                    e);
        } catch (IOException e) {
            throw new SourceException(
                    SourceException.Kind.UNAVAILABLE, pack + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static Verification of(ZipFile zip) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, byte[]> files = new HashMap<>();
        for (var entry : zip.stream().toList()) {
            var name = entry.getName();
            if (!FILES.contains(name) && !name.equals(EvidencePack.SUMS)) {
                problems.add("It has a file " + name + ", which no pack has.");
                continue;
            }
            try (var stream = zip.getInputStream(entry)) {
                var content = stream.readNBytes(LARGEST + 1);
                if (content.length > LARGEST) {
                    problems.add(name + " is larger than any pack's.");
                } else if (files.put(name, content) != null) {
                    problems.add("It has " + name + " twice.");
                }
            }
        }
        var sums = files.remove(EvidencePack.SUMS);
        if (sums == null) {
            problems.add("It has no " + EvidencePack.SUMS + ".");
            return new Verification(problems, 0, "");
        }
        check(new String(sums, StandardCharsets.UTF_8), files, problems);
        return new Verification(
                problems,
                events(files.getOrDefault(EvidencePack.EVENTS, new byte[0]), problems),
                EvidencePack.sha256(sums));
    }

    private static void check(String sums, Map<String, byte[]> files, List<String> problems) {
        Set<String> unchecked = new HashSet<>(FILES);
        for (var line : sums.lines().toList()) {
            var parts = line.split(" {2}", 2);
            var name = parts.length == 2 ? parts[1] : "";
            var content = files.get(name);
            if (!unchecked.remove(name)) {
                problems.add(EvidencePack.SUMS + " has a line that is not one of a pack.");
            } else if (content == null) {
                problems.add(name + " is missing.");
            } else if (!EvidencePack.sha256(content).equals(parts[0])) {
                problems.add(name + " was changed after the pack was made.");
            }
        }
        unchecked.forEach(name -> problems.add(EvidencePack.SUMS + " says nothing about " + name + "."));
    }

    private static long events(byte[] ndjson, List<String> problems) {
        long events = 0;
        for (var line : new String(ndjson, StandardCharsets.UTF_8).lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            events++;
            try {
                TrailEvent.of(line);
            } catch (IllegalArgumentException e) {
                problems.add("Line " + events + " of " + EvidencePack.EVENTS + " is no event: " + e.getMessage());
            }
        }
        return events;
    }
}
