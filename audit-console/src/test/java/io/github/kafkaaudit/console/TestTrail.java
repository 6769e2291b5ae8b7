package io.github.kafkaaudit.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes documents of the audit trail as the library does, a second apart. */
public final class TestTrail {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    // As the library writes it; the shipper keeps what has this form.
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<String> documents = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final String prefix;
    private Instant now;

    public TestTrail(String prefix, Instant began) {
        this.prefix = prefix;
        now = began;
    }

    public List<String> documents() {
        return documents;
    }

    public Instant now() {
        return now;
    }

    public TestTrail later(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    public TestTrail skipSequences(String service, int count) {
        sequences.merge(service, count, Integer::sum);
        return this;
    }

    public TestTrail produced(String service, String id, String coordinate, @Nullable Object... more) {
        return event(service, "message-produced", 10, coordinate, id, more);
    }

    public TestTrail consumed(String service, String group, String id, String coordinate, @Nullable Object... more) {
        event(service, "message-consumed", 50, coordinate, id, more);
        return last("messaging.consumer.group.name", group, "kafka_audit.delivery.attempt", 1);
    }

    /** The incident: four sends of one rejection, each consumed once. */
    public TestTrail incident(String applicant, int firstOffset) {
        for (var send = 0; send < 4; send++) {
            var coordinate = prefix + ".result/0/" + (firstOffset + send);
            var id = id(applicant + send);
            Object[] message = {
                "kafka_audit.dedup.key",
                applicant + "|SCREENING|REJECTED",
                "messaging.kafka.message.key",
                applicant,
                "kafka_audit.payload.format",
                "json",
                "kafka_audit.payload.hash",
                "sha256:" + applicant + send,
                "kafka_audit.payload.json",
                Map.of("applicantId", applicant, "step", "SCREENING", "result", "REJECTED", "sentAt", now.toString()),
                "kafka_audit.record.headers",
                Map.of("ka-id", id, "tenant", "east")
            };
            produced(prefix + "-ats", id, coordinate, message);
            consumed(prefix + "-jobda", prefix + "-jobda", id, coordinate, message);
        }
        return this;
    }

    /** A record that fails, is dead-lettered, and is replayed with all its headers by the application. */
    public TestTrail replayedDeadLetter(String applicant, int offset) {
        var topic = prefix + ".result";
        Object[] message = {
            "kafka_audit.dedup.key", applicant + "|OFFER|PASSED", "messaging.kafka.message.key", applicant
        };
        var original = new Object[] {
            "kafka_audit.original.topic",
            topic,
            "kafka_audit.original.partition",
            "0",
            "kafka_audit.original.offset",
            offset
        };
        produced(prefix + "-ats", id(applicant), topic + "/0/" + offset, message);
        event(prefix + "-jobda", "message-consume-failed", 30, topic + "/0/" + offset, id(applicant), message)
                .last(
                        "messaging.consumer.group.name",
                        prefix + "-jobda",
                        "event.outcome",
                        "failure",
                        "error.type",
                        "org.example.MailTimeoutException");
        produced(prefix + "-jobda", id(applicant + "dlt"), topic + "-dlt/0/" + offset, message)
                .last(original);
        event(prefix + "-jobda", "message-dead-lettered", 40, topic + "/0/" + offset, id(applicant), message)
                .last(
                        "messaging.consumer.group.name",
                        prefix + "-jobda",
                        "kafka_audit.dead_letter.coordinate",
                        topic + "-dlt/0/" + offset);
        produced(prefix + "-desk", id(applicant + "replay"), topic + "/0/" + (offset + 1), message)
                .last(original);
        return consumed(
                        prefix + "-jobda",
                        prefix + "-jobda",
                        id(applicant + "replay"),
                        topic + "/0/" + (offset + 1),
                        message)
                .last(original);
    }

    public TestTrail event(
            String service,
            String action,
            int step,
            @Nullable String coordinate,
            @Nullable String messageId,
            @Nullable Object... more) {
        now = now.plusSeconds(1);
        var sequence = sequences.merge(service, 1, Integer::sum);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", MILLISECONDS.format(now));
        fields.put("event.id", id(service + "#" + sequence));
        fields.put("event.sequence", sequence);
        fields.put("event.action", action);
        fields.put("event.outcome", "success");
        fields.put("event.kind", "event");
        fields.put("event.type", "info");
        fields.put("event.module", "kafka_audit");
        fields.put("event.dataset", "kafka_audit.message");
        fields.put("message", action + " of " + service);
        fields.put("ecs.version", "9.1.0");
        fields.put("messaging.system", "kafka");
        fields.put("service.name", service);
        fields.put("service.ephemeral_id", service + "-life");
        fields.put("host.name", service + "-host");
        fields.put("kafka_audit.schema.version", "1");
        fields.put("kafka_audit.step", step);
        if (coordinate != null) {
            var parts = coordinate.split("/", -1);
            fields.put("messaging.destination.name", parts[0]);
            fields.put("messaging.destination.partition.id", parts[1]);
            fields.put("messaging.kafka.offset", Long.valueOf(parts[2]));
            fields.put("kafka_audit.record.coordinate", coordinate);
        }
        if (messageId != null) {
            fields.put("messaging.message.id", messageId);
        }
        put(fields, more);
        documents.add(write(fields));
        return this;
    }

    public TestTrail last(@Nullable Object... more) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        flatten("", JSON.readTree(documents.get(documents.size() - 1)), fields);
        put(fields, more);
        documents.set(documents.size() - 1, write(fields));
        return this;
    }

    /** Changes the text of the last document. */
    public TestTrail replace(String part, String by) {
        documents.set(documents.size() - 1, documents.get(documents.size() - 1).replace(part, by));
        return this;
    }

    public void send(String bootstrapServers, String topic) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var last = documents.stream()
                    .map(document ->
                            producer.send(new ProducerRecord<>(topic, document.getBytes(StandardCharsets.UTF_8))))
                    .toList();
            for (var sent : last) {
                sent.get();
            }
        }
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, documents);
    }

    public static String id(String seed) {
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void put(Map<String, @Nullable Object> fields, @Nullable Object... more) {
        for (var at = 0; at < more.length; at += 2) {
            fields.put(String.valueOf(more[at]), more[at + 1]);
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, @Nullable Object> fields) {
        if (node.isObject() && !path.equals("kafka_audit.payload.json") && !path.equals("kafka_audit.record.headers")) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue(),
                            fields));
        } else {
            fields.put(path, node);
        }
    }

    private static String write(Map<String, @Nullable Object> fields) {
        var document = JSON.createObjectNode();
        fields.forEach((name, value) -> {
            if (value != null) {
                var parent = document;
                var names = name.split("\\.", -1);
                for (var part = 0; part < names.length - 1; part++) {
                    parent = parent.withObjectProperty(names[part]);
                }
                parent.set(names[names.length - 1], JSON.valueToTree(value));
            }
        });
        return document.toString();
    }
}
