package io.github.kafkaaudit.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as the audit does, a second apart, for two services and one topic. */
final class Trail {

    static final Instant BEGAN = Instant.parse("2026-11-22T09:00:00Z");
    static final String TOPIC = "recruit.result";
    static final String KEY = "A-1042|SCREENING|REJECTED";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<TrailEvent> events = new ArrayList<>();
    private final List<TrailEvent> all = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    private Instant now = BEGAN;
    private int ids;

    Trail produced(@Nullable String messageId, int offset, @Nullable Object... more) {
        return event("ats", "message-produced", 10, messageId, TOPIC + "/0/" + offset, more);
    }

    Trail produceFailed(@Nullable String messageId, @Nullable Object... more) {
        return event("ats", "message-produce-failed", 0, messageId, null, more);
    }

    Trail consumed(String group, @Nullable String messageId, int offset, @Nullable Object... more) {
        return delivered("message-consumed", 50, group, messageId, offset, more);
    }

    Trail failed(String group, @Nullable String messageId, int offset, int attempt, String error) {
        return delivered(
                "message-consume-failed",
                30,
                group,
                messageId,
                offset,
                "event.outcome",
                "failure",
                "kafka_audit.delivery.attempt",
                attempt,
                "error.type",
                error);
    }

    Trail delivered(
            String action, int step, String group, @Nullable String messageId, int offset, @Nullable Object... more) {
        event("jobda", action, step, messageId, TOPIC + "/0/" + offset, more);
        return last("messaging.consumer.group.name", group, "service.origin.name", "ats");
    }

    /** A record in another topic that its headers call a copy of the record at the offset. */
    Trail copied(
            String action,
            int step,
            @Nullable String messageId,
            String coordinate,
            int original,
            @Nullable Object... more) {
        event("jobda", action, step, messageId, coordinate, more);
        return last(
                "kafka_audit.original.topic",
                TOPIC,
                "kafka_audit.original.partition",
                "0",
                "kafka_audit.original.offset",
                original);
    }

    Trail later(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    List<Verdict> verdicts(String... groups) {
        return Verdict.of(events, new Circumstances(Map.of(TOPIC, Set.of(groups)), now, Circumstances.GRACE));
    }

    /** The verdict where the lives of the trails are known too, and ats publishes to and jobda reads from the topic. */
    Verdict verdictOfLives() {
        var lives = new TrailLives();
        all.forEach(lives::add);
        var traffic = List.of(new Traffic("ats", TOPIC, null, 1, 0), new Traffic("jobda", TOPIC, "jobda", 1, 0));
        return only(Verdict.of(events, new Circumstances(traffic, lives.toList(), now, Circumstances.GRACE)));
    }

    /** An event that says nothing about the message. */
    Trail other(String service, String action, int sequence, @Nullable Object... more) {
        event(service, action, 0, null, null, "event.sequence", sequence);
        last(more);
        all.add(events.remove(events.size() - 1));
        documents.remove(documents.size() - 1);
        return this;
    }

    /** The verdict on the only message that the events tell of. */
    Verdict verdict(String... groups) {
        return only(verdicts(groups));
    }

    private static Verdict only(List<Verdict> verdicts) {
        if (verdicts.size() != 1) {
            throw new AssertionError("Expected one verdict: " + verdicts);
        }
        return verdicts.get(0);
    }

    /** Goes back in time: what follows is written by a service whose clock is behind. */
    Trail earlier(Duration duration) {
        now = now.minus(duration);
        return this;
    }

    Trail event(
            String service,
            String action,
            int step,
            @Nullable String messageId,
            @Nullable String coordinate,
            @Nullable Object... more) {
        now = now.plusSeconds(1);
        Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("@timestamp", now.toString());
        fields.put("event.id", "e-" + service + "-" + ++ids);
        fields.put("event.sequence", documents.size());
        fields.put("event.action", action);
        fields.put("event.outcome", "success");
        fields.put("service.name", service);
        fields.put("service.ephemeral_id", service + "-life");
        fields.put("host.name", service + "-host");
        fields.put(
                "messaging.destination.name",
                coordinate == null ? TOPIC : coordinate.split("/", -1)[0]);
        fields.put("messaging.kafka.message.key", "A-1042");
        fields.put("messaging.message.id", messageId);
        fields.put("kafka_audit.record.coordinate", coordinate);
        fields.put("kafka_audit.dedup.key", KEY);
        fields.put("kafka_audit.payload.hash", "sha256:00");
        fields.put("kafka_audit.step", step);
        documents.add(fields);
        events.add(read(fields));
        return last(more);
    }

    /** Sets fields of the last event; null takes one away. */
    Trail last(@Nullable Object... fields) {
        var document = documents.get(documents.size() - 1);
        for (var field = 0; field < fields.length; field += 2) {
            document.put((String) fields[field], fields[field + 1]);
        }
        events.set(events.size() - 1, read(document));
        return this;
    }

    private static TrailEvent read(Map<String, @Nullable Object> fields) {
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
        return TrailEvent.of(document);
    }
}
