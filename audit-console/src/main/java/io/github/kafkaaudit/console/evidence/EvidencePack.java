package io.github.kafkaaudit.console.evidence;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Answer;
import io.github.kafkaaudit.console.answer.AnswerJson;
import io.github.kafkaaudit.console.view.Report;
import io.github.kafkaaudit.verdict.TrailEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip with a report for people, the documents unchanged, the verdict and the completeness for machines, and the
 * digests of all of them in the form that {@code sha256sum --check} reads.
 */
public final class EvidencePack {

    /** The report for people. */
    static final String REPORT = "report.html";

    /** The documents, one a line, as the source has them. */
    static final String EVENTS = "events.ndjson";

    /** The verdict. */
    static final String VERDICT = "verdict.json";

    /** Whether the trail is complete. */
    static final String COMPLETENESS = "completeness.json";

    /** The digests of the others. */
    static final String SUMS = "SHA256SUMS";

    private EvidencePack() {}

    /**
     * Writes a pack.
     *
     * @return the digest of its {@code SHA256SUMS}, to be noted elsewhere: who has it can tell whether the pack is the
     *     one that was made
     */
    public static String write(Answer answer, Words words, OutputStream out) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(REPORT, bytes(Report.html(answer, words)));
        files.put(
                EVENTS,
                bytes(answer.events().stream()
                        .map(TrailEvent::raw)
                        .map(EvidencePack::oneLine)
                        .collect(Collectors.joining("\n", "", "\n"))));
        files.put(VERDICT, bytes(AnswerJson.text(AnswerJson.of(answer, false))));
        files.put(COMPLETENESS, bytes(AnswerJson.text(AnswerJson.lives(answer.lives()))));
        var sums = new StringBuilder();
        files.forEach((name, content) ->
                sums.append(sha256(content)).append("  ").append(name).append('\n'));
        files.put(SUMS, bytes(sums.toString()));
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return sha256(bytes(sums.toString()));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256.", e);
        }
    }

    /** A document may be written over several lines; between its members a line's end is as good as a blank. */
    private static String oneLine(String document) {
        return document.indexOf('\n') < 0 && document.indexOf('\r') < 0
                ? document
                : document.replace('\n', ' ').replace('\r', ' ');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
