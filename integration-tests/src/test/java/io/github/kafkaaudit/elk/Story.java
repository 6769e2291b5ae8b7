package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the library writes when a recruiting service sends an applicant the same rejection four times, and some other
 * things that happen on the same morning.
 */
final class Story {

    static final String TOPIC = "recruit.result";
    static final String GROUP = "jobda";
    static final String FOUR_TIMES = "A-1042|SCREENING|REJECTED";
    static final String ONCE = "A-7|INTERVIEW|PASSED";
    static final String POISONED = "A-8|INTERVIEW|PASSED";
    static final String IGNORED = "A-9|SCREENING|PASSED";
    static final String HANGING = "A-10|SCREENING|PASSED";

    private static final DateTimeFormatter INDEX =
            DateTimeFormatter.ofPattern("'kafka-audit-'uuuu.MM.dd").withZone(ZoneOffset.UTC);

    private final Node node;
    private Instant now = Instant.now().minus(Duration.ofHours(1));
    private final Map<String, Long> sequences = new LinkedHashMap<>();

    Story(Node node) {
        this.node = node;
    }

    void play() {
        event("ats", "audit-started", 0, Map.of());
        for (var offset = 10; offset < 14; offset++) {
            produced(offset, FOUR_TIMES, "m-" + offset);
        }
        for (var offset = 10; offset < 14; offset++) {
            consumed("message-consumed", offset, FOUR_TIMES, "m-" + offset, 50, Map.of());
        }
        deliveredTwice();
        givenUp();
        produced(30, IGNORED, "m-30");
        produced(40, HANGING, "m-40");
        consumed("message-not-processed", 40, HANGING, "m-40", 20, Map.of("event.outcome", "unknown"));
        event(
                "ats",
                "message-produce-failed",
                0,
                Map.of(
                        "event.outcome", "failure",
                        "kafka_audit.direction", "produce",
                        "messaging.operation.type", "send",
                        "kafka_audit.record.key_format", "text",
                        "messaging.destination.name", TOPIC,
                        "messaging.message.id", "m-50",
                        "error.type", "org.apache.kafka.common.errors.TimeoutException",
                        "error.message", "Topic recruit.result not present in metadata after 60000 ms."));
        event(
                "jobda",
                "offset-commit-failed",
                0,
                Map.of(
                        "event.outcome",
                        "failure",
                        "messaging.destination.name",
                        TOPIC,
                        "messaging.destination.partition.id",
                        "0",
                        "messaging.consumer.group.name",
                        GROUP,
                        "kafka_audit.direction",
                        "consume",
                        "messaging.operation.type",
                        "settle",
                        "kafka_audit.commit.offset",
                        41,
                        "kafka_audit.commit.mode",
                        "sync"));
        event(
                "jobda",
                "audit-gap",
                0,
                Map.of(
                        "event.outcome",
                        "failure",
                        "event.reason",
                        "the spool is full",
                        "kafka_audit.gap.count",
                        3,
                        "kafka_audit.gap.from",
                        9,
                        "kafka_audit.gap.to",
                        11,
                        "kafka_audit.gap.since",
                        now.toString()));
        event("ats", "audit-stopped", 0, Map.of("kafka_audit.last_sequence", sequences.get("ats")));
        quarantined();
        node.refresh();
    }

    private void deliveredTwice() {
        produced(15, ONCE, "m-15");
        consumed(
                "message-consume-failed",
                15,
                ONCE,
                "m-15",
                30,
                Map.of(
                        "event.outcome", "failure",
                        "error.type", "java.net.http.HttpTimeoutException",
                        "error.message", "request timed out",
                        "kafka_audit.delivery.attempt", 1));
        consumed(
                "message-consumed",
                15,
                ONCE,
                "m-15",
                50,
                Map.of("kafka_audit.delivery.attempt", 2, "kafka_audit.delivery.redelivered", true));
    }

    private void givenUp() {
        produced(20, POISONED, "m-20");
        consumed(
                "message-deserialization-failed",
                20,
                POISONED,
                "m-20",
                30,
                Map.of(
                        "event.outcome", "failure",
                        "error.type", "tools.jackson.core.JacksonException"));
        consumed(
                "message-dead-lettered",
                20,
                POISONED,
                "m-20",
                40,
                Map.of("kafka_audit.dead_letter.coordinate", TOPIC + ".DLT/0/0"));
        event(
                "jobda",
                "message-produced",
                10,
                Map.ofEntries(
                        Map.entry("kafka_audit.direction", "produce"),
                        Map.entry("messaging.operation.type", "send"),
                        Map.entry("messaging.destination.name", TOPIC + ".DLT"),
                        Map.entry("messaging.destination.partition.id", "0"),
                        Map.entry("messaging.kafka.offset", 0),
                        Map.entry("messaging.message.id", "m-20-copy"),
                        Map.entry("kafka_audit.dedup.key", POISONED),
                        Map.entry("kafka_audit.record.coordinate", TOPIC + ".DLT/0/0"),
                        Map.entry("kafka_audit.record.key_format", "text"),
                        Map.entry("kafka_audit.original.topic", TOPIC),
                        Map.entry("kafka_audit.original.partition", "0"),
                        Map.entry("kafka_audit.original.offset", 20)));
    }

    private void quarantined() {
        node.create("kafka-audit-quarantine", "kafka-audit-0-99", """
                {"@timestamp":"%s","event":{"original":"hello","reason":"The record is not one JSON object."},
                 "kafka_audit":{"record":{"coordinate":"kafka-audit/0/99"},"quarantine":{"cause":"not-json","encoding":"text"}}}
                """.formatted(now));
    }

    private void produced(int offset, String businessKey, String messageId) {
        var fields = record(offset, businessKey, messageId);
        fields.put("kafka_audit.direction", "produce");
        fields.put("messaging.operation.type", "send");
        event("ats", "message-produced", 10, fields);
    }

    private void consumed(
            String action, int offset, String businessKey, String messageId, int step, Map<String, Object> more) {
        var fields = record(offset, businessKey, messageId);
        fields.put("messaging.consumer.group.name", GROUP);
        fields.put("service.origin.name", "ats");
        fields.put("kafka_audit.direction", "consume");
        fields.put("messaging.operation.type", step == 40 ? "settle" : "process");
        fields.putAll(more);
        event("jobda", action, step, fields);
    }

    private static Map<String, Object> record(int offset, String businessKey, String messageId) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messaging.destination.name", TOPIC);
        fields.put("messaging.destination.partition.id", "0");
        fields.put("messaging.kafka.offset", offset);
        fields.put("messaging.message.id", messageId);
        fields.put("kafka_audit.record.coordinate", TOPIC + "/0/" + offset);
        fields.put("kafka_audit.record.key_format", "text");
        fields.put("kafka_audit.dedup.key", businessKey);
        fields.put("kafka_audit.payload.format", "json");
        fields.put(
                "kafka_audit.payload.json", Map.of("applicantId", businessKey.substring(0, businessKey.indexOf('|'))));
        return fields;
    }

    private void event(String service, String action, int step, Map<String, Object> fields) {
        now = now.plusMillis(250);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("@timestamp", now.toString());
        all.put("event.id", UUID.randomUUID().toString());
        all.put("event.sequence", sequences.merge(service, 1L, Long::sum));
        all.put("event.action", action);
        all.put("event.outcome", "success");
        all.put("event.kind", "event");
        all.put("event.module", "kafka_audit");
        all.put("event.dataset", "kafka_audit.message");
        all.put("ecs.version", "9.0.0");
        all.put("messaging.system", "kafka");
        all.put("process.pid", 4711);
        all.put("process.thread.name", service + "-1");
        all.put("event.ingested", now.plusSeconds(2).toString());
        all.put("message", service + " " + action);
        all.put("service.name", service);
        all.put("service.ephemeral_id", service + "-life");
        all.put("host.name", service + "-host");
        all.put("kafka_audit.schema.version", "1");
        all.put("kafka_audit.step", step);
        all.putAll(fields);
        all.put("event.type", type(action, all.get("event.outcome")));
        var status = node.create(
                INDEX.format(now), (String) all.get("event.id"), nested(all).toString());
        if (status != 201) {
            throw new IllegalStateException(action + ": " + status);
        }
    }

    private static String type(String action, @Nullable Object outcome) {
        return switch (action) {
            case "audit-started" -> "start";
            case "audit-stopped" -> "end";
            default -> "failure".equals(outcome) ? "error" : "info";
        };
    }

    /** The library writes objects, not names with dots. */
    static ObjectNode nested(Map<String, Object> fields) {
        var document = JSON.createObjectNode();
        fields.forEach((name, value) -> {
            var parent = document;
            var names = name.split("\\.", -1);
            for (var i = 0; i < names.length - 1; i++) {
                parent = parent.withObjectProperty(names[i]);
            }
            parent.set(names[names.length - 1], JSON.valueToTree(value));
        });
        return document;
    }
}
