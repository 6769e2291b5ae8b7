package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.TestTrail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The trail that the web tests ask: the incident, and what nobody should ever write. */
final class WebTrail {

    static final String HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202Egnp.exe";

    private WebTrail() {}

    static TestTrail of(Instant began) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("applicantId", "H-1");
        payload.put("text", HOSTILE);
        payload.put(HOSTILE, "name");
        Map<String, String> keys = new HashMap<>();
        for (var key = 0; key < 10_000; key++) {
            keys.put("k" + key, "v" + key);
        }
        var trail = new TestTrail("web", began)
                .event("web-ats", "audit-started", 0, null, null)
                .incident("A-1042", 1)
                .replayedDeadLetter("A-1044", 20)
                .produced("web-ats", TestTrail.id("hostile"), "web.hostile/0/30")
                .last(
                        "kafka_audit.dedup.key",
                        "H-1|" + HOSTILE,
                        "kafka_audit.payload.format",
                        "json",
                        "kafka_audit.payload.json",
                        payload,
                        "kafka_audit.record.headers",
                        Map.of(HOSTILE, HOSTILE),
                        "messaging.kafka.message.key",
                        HOSTILE)
                .consumed("web-jobda", HOSTILE, TestTrail.id("hostile"), "web.hostile/0/30")
                .last("error.message", HOSTILE, "event.reason", HOSTILE)
                .produced("web-ats", TestTrail.id("large"), "web.result/0/31")
                .last(
                        "kafka_audit.payload.format",
                        "text",
                        "kafka_audit.dedup.key",
                        "LARGE",
                        "kafka_audit.payload.text",
                        "<b>".repeat(10 * 1024 * 1024 / 3))
                .consumed("web-jobda", "web-jobda", TestTrail.id("large"), "web.result/0/31")
                .produced("web-ats", TestTrail.id("many"), "web.result/0/32")
                .last("kafka_audit.payload.json", keys, "kafka_audit.dedup.key", "MANY")
                .consumed("web-jobda", "web-jobda", TestTrail.id("many"), "web.result/0/32")
                .produced("web-ats", TestTrail.id("once"), "web.result/0/33")
                .last("kafka_audit.dedup.key", "ONCE")
                .consumed("web-jobda", "web-jobda", TestTrail.id("once"), "web.result/0/33")
                .produced("web-ats", TestTrail.id("lost"), "web.result/0/34")
                .last("kafka_audit.dedup.key", "LOST");
        return trail.later(Duration.ofMinutes(1));
    }
}
