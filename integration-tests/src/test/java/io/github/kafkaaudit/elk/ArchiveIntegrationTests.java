package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The way of an event into the archive and back: the pipelines' own scripts, a real S3 interface and a real node.
 *
 * <p>Logstash's plugins, which are not on Maven Central, are the lines of this class that write and read the files.
 */
class ArchiveIntegrationTests {

    private static final String TOPIC = "kafka-audit";

    @Test
    void aDayComesBackUnderTheSameIdsAsOftenAsOneLikes() {
        var yesterday = List.of(
                event("a-1", "2024-02-28T10:00:00.000Z", "1.10"), event("a-2", "2024-02-28T23:59:59.999Z", "0.30"));
        var today = event("b-1", "2024-02-29T00:00:00.000Z", "2.00");
        try (var store = new S3Store();
                var node = new Node();
                var folder = new LogstashScript("day.rb", Map.of("retention_days", "0", "ahead_hours", "0"));
                var admit = new LogstashScript("admit.rb", restoring())) {
            archive(store, folder, List.of(yesterday.get(0), today, yesterday.get(1), "no event"));

            assertThat(store.keys(TOPIC + "/2024/02/28")).hasSize(1);
            assertThat(lines(store, "2024/02/28"))
                    .as("byte for byte as on the topic")
                    .containsExactlyElementsOf(yesterday);

            assertThat(restore(store, node, admit, "2024/02/28")).containsExactly(201, 201);
            assertThat(restore(store, node, admit, "2024/02/28")).containsExactly(409, 409);
            assertThat(restore(store, node, admit, "2024/02")).containsExactlyInAnyOrder(409, 409, 201);
            node.refresh();
            assertThat(node.search("kafka-audit-restored-2024.02.28", Kql.query("event.id : *")))
                    .extracting(event -> event.at("/event/id").asString())
                    .containsExactlyInAnyOrder("a-1", "a-2");
            assertThat(node.search("kafka-audit-restored-*", Kql.query("kafka_audit.payload.json.score : \"1.10\"")))
                    .as("the mapping is the one of the ordinary indices")
                    .hasSize(1);
        }
    }

    @Test
    void theRestOfAnArchiveIsRestoredAndWhatIsNotIsListed() {
        var good = event("c-1", "2024-02-28T10:00:00.000Z", "1.10");
        try (var store = new S3Store();
                var node = new Node();
                var folder = new LogstashScript("day.rb", Map.of("retention_days", "0", "ahead_hours", "0"));
                var admit = new LogstashScript("admit.rb", restoring())) {
            var records = AdmissionCases.all().stream()
                    .filter(record -> !record.cause().isEmpty() && record.value().length < 10_000)
                    .filter(record -> !record.cause().startsWith("too-old")
                            && !record.cause().startsWith("in-the"))
                    .map(AdmissionCase::value)
                    .toList();
            List<byte[]> topic = new ArrayList<>(records);
            topic.add(good.getBytes(StandardCharsets.UTF_8));
            archiveBytes(store, folder, topic);

            assertThat(restore(store, node, admit, ""))
                    .hasSize(topic.size())
                    .allMatch(status -> status == 201 || status == 409);
            node.refresh();
            var notRestored = node.search("kafka-audit-quarantine", Kql.query("kafka_audit.quarantine.source : *"));
            assertThat(notRestored)
                    .isNotEmpty()
                    .allSatisfy(document ->
                            assertThat(document.at("/event/reason").asString()).isNotEmpty());
            assertThat(node.search("kafka-audit-restored-*", Kql.query("event.id : \"c-1\"")))
                    .hasSize(1);
        }
    }

    /** What the pipeline `archive` does: folders by day, files of one event a line, compressed. */
    private static void archive(S3Store store, LogstashScript folder, List<String> topic) {
        archiveBytes(
                store,
                folder,
                topic.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static void archiveBytes(S3Store store, LogstashScript folder, List<byte[]> topic) {
        Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
        for (var value : topic) {
            var record = folder.record(value, TOPIC, 0, 1);
            var prefix = TOPIC + "/" + record.metadata().path("day").asString();
            var line = record.event().path("message").asString() + "\n";
            files.computeIfAbsent(prefix, key -> new ByteArrayOutputStream())
                    .writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        files.forEach((prefix, content) -> store.put(
                prefix + "/ls.s3." + UUID.randomUUID() + ".2024-02-29T00.15.part0.txt.gz",
                compressed(content.toByteArray())));
    }

    /** What the pipeline `restore` does; the status of each document. */
    private static List<Integer> restore(S3Store store, Node node, LogstashScript admit, String day) {
        List<Integer> statuses = new ArrayList<>();
        for (var key : store.keys(TOPIC + "/" + day)) {
            decompressed(store.get(key)).lines().forEach(line -> {
                var result = admit.line(line, key);
                statuses.add(
                        node.create(result.index(), result.id(), result.event().toString()));
            });
        }
        return statuses;
    }

    private static List<String> lines(S3Store store, String day) {
        return store.keys(TOPIC + "/" + day).stream()
                .flatMap(key -> decompressed(store.get(key)).lines())
                .toList();
    }

    private static Map<String, String> restoring() {
        var script = LogstashConfig.plugins(Repository.path("logstash/pipeline/restore.conf")).stream()
                .filter(plugin -> plugin.kind().equals("filter/ruby"))
                .findFirst()
                .orElseThrow();
        assertThat(script.options().get("script_params")).contains("\"kafka-audit-restored\"", "\"0\"");
        return Map.of(
                "from", "archive",
                "index", "kafka-audit-restored",
                "quarantine", "kafka-audit-quarantine",
                "retention_days", "0",
                "ahead_hours", "0");
    }

    private static String event(String id, String timestamp, String score) {
        return """
                {"@timestamp":"%s","event":{"id":"%s"},"kafka_audit":{"payload":{"json":{"score":%s}}}}""".formatted(timestamp, id, score);
    }

    private static byte[] compressed(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String decompressed(byte[] content) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
