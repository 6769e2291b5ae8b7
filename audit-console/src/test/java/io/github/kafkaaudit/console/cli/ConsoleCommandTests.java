package io.github.kafkaaudit.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.console.TestTrail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ConsoleCommandTests {

    private static final String HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202Egnp.exe";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TestTrail trail = new TestTrail("cli", Instant.parse("2026-11-22T09:00:00Z"));
    private Path file;

    @BeforeEach
    void writeTrail() throws IOException {
        trail.event("cli-ats", "audit-started", 0, null, null)
                .incident("A-2", 1)
                .produced("cli-ats", TestTrail.id("one"), "cli.result/0/9")
                .last(
                        "kafka_audit.dedup.key",
                        "A-1|SCREENING|PASSED",
                        "kafka_audit.payload.json",
                        Map.of("text", HOSTILE))
                .consumed("cli-jobda", "cli-jobda", TestTrail.id("one"), "cli.result/0/9")
                .last("kafka_audit.dedup.key", "A-1|SCREENING|PASSED");
        file = trail.write(directory.resolve("events.ndjson"));
    }

    private static void add(List<String> arguments, String option, String value) {
        if (!arguments.contains(option)) {
            arguments.addAll(List.of(option, value));
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--verify") && !all.contains("--es")) {
            add(all, "--since", "2026-11-01");
            add(all, "--until", "2026-12-01");
            add(all, "--zone", "UTC");
            if (!all.contains("--from-files") && !all.contains("--from-topic")) {
                all.addAll(List.of("--from-files", file.toString()));
            }
        }
        return ConsoleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    @Test
    void endsWithTwoForAFindingAndSaysIt() {
        assertThat(run("ask", "A-2")).isEqualTo(2);
        assertThat(out.toString())
                .contains("=> PUBLISHED 4 TIMES by cli-ats (host cli-ats-host, offsets 1, 2, 3, 4)")
                .containsPattern("only /sentAt differs\\s+between them");
    }

    @Test
    void endsWithZeroForWhatIsAsItShouldBe() {
        assertThat(run("ask", "A-1")).isZero();
        assertThat(out.toString()).contains("=> PUBLISHED ONCE by cli-ats");
    }

    @Test
    void endsWithThreeWhereTheTrailIsIncomplete() throws IOException {
        trail.skipSequences("cli-ats", 2).event("cli-ats", "offset-committed", 60, null, null);
        trail.write(file);

        assertThat(run("ask", "A-1")).isEqualTo(3);
        assertThat(run("ask", "nobody")).isEqualTo(3);
        assertThat(run("completeness")).isEqualTo(3);
        assertThat(out.toString()).contains("The trail of cli-ats misses 2 event(s) between");
    }

    @Test
    void endsWithTwoWhereNothingIsFound() {
        assertThat(run("ask", "nobody")).isEqualTo(2);
        assertThat(out.toString()).contains("The trail has no event about this.");
    }

    @Test
    void listsDuplicatesAndNotConsumed() throws IOException {
        trail.produced("cli-ats", TestTrail.id("lost"), "cli.result/0/10").last("kafka_audit.dedup.key", "A-3|X");
        trail.write(file);

        assertThat(run("duplicates")).isEqualTo(2);
        assertThat(run("not-consumed")).isEqualTo(2);
        assertThat(out.toString())
                .contains("A-2|SCREENING|REJECTED on cli.result: PUBLISHED 4 TIMES")
                .contains("NOT CONSUMED by cli-jobda")
                .doesNotContain("A-1|SCREENING");
    }

    @Test
    void writesJsonForScripts() {
        assertThat(run("ask", "A-2", "--format", "json")).isEqualTo(2);

        var answer = JsonMapper.builder().build().readTree(out.toString());
        assertThat(answer.at("/verdicts/0/publishing").asString()).isEqualTo("published-n-times");
        assertThat(answer.at("/verdicts/0/publications").size()).isEqualTo(4);
        assertThat(answer.at("/verdicts/0/differences/0/place").asString()).isEqualTo("/sentAt");
        assertThat(answer.at("/ending").asString()).isEqualTo("finding");
        assertThat(answer.at("/events").size()).isEqualTo(8);
    }

    @Test
    void writesAPageInWhichAHostilePayloadStaysText() {
        assertThat(run("ask", "A-1", "--format", "html", "--lang", "ko")).isZero();

        assertThat(out.toString())
                .contains("1번 발행됨", "<svg", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script", "<img");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ask                                     | Missing required parameter: 'QUESTION'
            ask ''                                  | Ask for something
            ask x --since yesterday                 | yesterday is no time
            ask x --zone Nowhere/City               | Nowhere/City is no time zone
            ask x --from-files nothing.ndjson       | nothing.ndjson is not there
            ask x --format pdf                      | Invalid value for option '--format'
            ask coordinate:somewhere                | somewhere is no coordinate
            ask field:                              | The trail has no event
            ask x --frm-files y                     | Unknown option
            duplicates --format html                | A list is no page
            export                                  | Ask for something to export
            export --verify nothing.zip             | nothing.zip is not there
            nonsense                                | Unmatched argument
            ''                                      | Name a command""")
    void saysWhatIsWrongInASentence(String line, String sentence) {
        var arguments =
                line.isEmpty() ? new String[0] : line.replace("''", "\u0000").split(" ");
        for (var at = 0; at < arguments.length; at++) {
            arguments[at] = arguments[at].replace("\u0000", "");
        }

        var code = line.isEmpty()
                ? ConsoleCommand.run(new PrintWriter(out, true), new PrintWriter(err, true))
                : run(arguments);

        assertThat(out.toString() + err).contains(sentence).doesNotContain("\tat ", "Exception");
        assertThat(code).isEqualTo(sentence.startsWith("The trail") ? 2 : 1);
    }

    @Test
    void saysThatATimeRangeIsReversed() {
        assertThat(ConsoleCommand.run(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        "ask",
                        "x",
                        "--since",
                        "2026-11-02",
                        "--until",
                        "2026-11-01",
                        "--from-files",
                        file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("exchange --since and --until");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(run("ask", "x", "--es", "http://localhost:" + port)).isEqualTo(1);
        assertThat(run("ask", "x", "--es", "elasticsearch")).isEqualTo(1);
        assertThat(err.toString())
                .contains("Elasticsearch at http://localhost:" + port + " does not answer: check")
                .contains("elasticsearch is no address of Elasticsearch")
                .doesNotContain("\tat ");
    }

    @Test
    void saysThatAFileIsDamagedAndNeverGivesHalfAnAnswerWithoutIt() throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(gzip)) {
            stream.write(Files.readAllBytes(file));
        }
        var half = directory.resolve("half.gz");
        Files.write(half, Arrays.copyOf(gzip.toByteArray(), gzip.size() * 2 / 3));

        assertThat(run("ask", "A-2", "--from-files", half.toString())).isEqualTo(3);
        assertThat(out.toString())
                .containsPattern("half.gz is damaged behind line \\d+: it was not downloaded\\s+completely");
    }

    @Test
    void saysWhichLinesAreNoEvents() throws IOException {
        Files.write(
                file,
                List.of(
                        "\uFEFF" + trail.documents().get(0),
                        "A-2 is no JSON",
                        "{\"A-2\":1}",
                        "[]",
                        "",
                        trail.documents().get(1)));

        assertThat(run("ask", "A-2")).isEqualTo(3);
        assertThat(out.toString())
                .containsPattern("2 documents are no event of the audit trail and left out; the first is events.ndjson"
                        + " line\\s+2: It is not JSON.");
    }

    @Test
    void makesAPackThatVerifiesAndNoticesWhatWasChanged() throws IOException {
        var pack = directory.resolve("pack.zip");

        assertThat(run("export", "A-2", "-o", pack.toString())).isEqualTo(2);
        assertThat(run("export", "--verify", pack.toString())).isZero();
        assertThat(run("export", "A-2", "-o", pack.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("pack.zip is as it was made: 8 events.");
        assertThat(err.toString()).contains("is there already");
        try (var zip = new ZipFile(pack.toFile())) {
            assertThat(new String(
                                    zip.getInputStream(zip.getEntry("events.ndjson"))
                                            .readAllBytes(),
                                    StandardCharsets.UTF_8)
                            .lines())
                    .hasSize(8)
                    .allMatch(trail.documents()::contains);
        }

        assertThat(run("export", "--verify", changed(pack, "events.ndjson").toString()))
                .isEqualTo(2);
        assertThat(run("export", "--verify", changed(pack, "SHA256SUMS").toString()))
                .isEqualTo(2);
        assertThat(run("export", "--verify", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("events.ndjson was changed after the pack was made.")
                .contains("SHA256SUMS says nothing about verdict.json.");
        assertThat(err.toString()).contains("is no zip");
    }

    private Path changed(Path pack, String name) throws IOException {
        var copy = directory.resolve("changed-" + name + ".zip");
        try (var zip = new ZipFile(pack.toFile());
                var stream = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (var entry : zip.stream().toList()) {
                stream.putNextEntry(new ZipEntry(entry.getName()));
                var content = zip.getInputStream(entry).readAllBytes();
                stream.write(entry.getName().equals(name) ? Arrays.copyOf(content, content.length / 2) : content);
                stream.closeEntry();
            }
        }
        return copy;
    }
}
