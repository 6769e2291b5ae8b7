package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.payload.MaskedValues;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.spring.Coverage;
import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** Shows what is audited and how the audit is; switches it, changes captures, and computes search terms. */
@Endpoint(id = "kafkaaudit")
final class KafkaAuditEndpoint {

    private static final String SEARCH_TERM = "search-term";

    private final AuditTrail trail;
    private final Coverage coverage;
    private final KafkaAuditProperties properties;
    private final MaskedValues maskedValues;

    KafkaAuditEndpoint(AuditTrail trail, Coverage coverage, KafkaAuditProperties properties) {
        this.trail = trail;
        this.coverage = coverage;
        this.properties = properties;
        this.maskedValues = new MaskedValues(properties.masking().secret());
    }

    @ReadOperation
    Map<String, Object> show() {
        AuditStatistics statistics = trail.statistics();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("enabled", trail.isEnabled());
        shown.put("running", statistics.running());
        shown.put("service", trail.identity().name());
        shown.put("ephemeralId", trail.identity().ephemeralId());
        shown.put("coverage", coverage.report());
        shown.put("counters", counters(statistics));
        shown.put("lastFailure", statistics.lastFailure() == null ? "none" : statistics.lastFailure());
        shown.put("changedCaptures", changedCaptures());
        shown.put("settings", SettingsReport.of(properties));
        return shown;
    }

    /**
     * Switches auditing, or changes how much of the payloads of some topics is recorded, until the next start; either
     * is recorded in the trail.
     */
    @WriteOperation
    Map<String, Object> change(@Nullable Boolean enabled, @Nullable String topics, @Nullable PayloadCapture capture) {
        if (enabled == null && topics == null && capture == null) {
            throw new InvalidEndpointRequestException(
                    "Say what to change: \"enabled\", or \"topics\" together with \"capture\" (full, hash or none).",
                    "Nothing to change");
        }
        if ((topics == null) != (capture == null)) {
            throw new InvalidEndpointRequestException(
                    "\"topics\" (a pattern such as \"recruit.*\") and \"capture\" (full, hash or none) belong"
                            + " together.",
                    "Half a change");
        }
        if (Boolean.TRUE.equals(enabled) && !trail.statistics().running()) {
            throw new InvalidEndpointRequestException(
                    "Auditing cannot be switched on: it has no sink. Set kafka.audit.producer.bootstrap-servers and"
                            + " restart.",
                    "No sink");
        }
        if (topics != null && capture != null) {
            changeCapture(topics, capture);
        }
        if (enabled != null) {
            trail.setEnabled(enabled);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("enabled", trail.isEnabled());
        result.put("changedCaptures", changedCaptures());
        return result;
    }

    /**
     * Computes what stands in events instead of a masked value; the value travels in the body, never in the address.
     */
    @WriteOperation
    Map<String, String> searchTerm(@Selector String operation, String value) {
        if (!operation.equals(SEARCH_TERM)) {
            throw new InvalidEndpointRequestException(
                    "The only operation of this kind is \"" + SEARCH_TERM + "\".", "Unknown operation");
        }
        if (!maskedValues.areSearchable()) {
            throw new InvalidEndpointRequestException(
                    "Masked values all look the same, because there is no secret. Set kafka.audit.masking.hmac-secret.",
                    "No secret");
        }
        return Map.of("term", maskedValues.of(value));
    }

    private synchronized void changeCapture(String topics, PayloadCapture capture) {
        if (topics.isBlank()) {
            throw new InvalidEndpointRequestException(
                    "\"topics\" must not be blank; \"*\" matches every topic.", "Blank pattern");
        }
        trail.changePolicies(
                trail.policies().withCapture(new TopicPattern(topics), capture),
                Map.of("capture " + topics, text(capture)));
    }

    private Map<String, String> changedCaptures() {
        Map<String, String> changes = new LinkedHashMap<>();
        trail.policies().captures().forEach((topics, capture) -> changes.put(topics.toString(), text(capture)));
        return changes;
    }

    private static Map<String, Object> counters(AuditStatistics statistics) {
        Map<String, Object> events = new LinkedHashMap<>();
        statistics.events().forEach((action, outcomes) -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            outcomes.forEach((outcome, count) -> counts.put(outcome.value(), count));
            events.put(action.value(), counts);
        });
        Map<String, Long> lost = new LinkedHashMap<>();
        statistics.lost().forEach((reason, count) -> lost.put(reason.text(), count));
        Map<String, Object> counters = new LinkedHashMap<>();
        counters.put("events", events);
        counters.put("written", statistics.written());
        counters.put("spooled", statistics.spooled());
        counters.put("lost", lost);
        counters.put("queueSize", statistics.queueSize());
        counters.put("queueMemory", statistics.queueMemory());
        counters.put("bytesUnderWay", statistics.bytesUnderWay());
        counters.put("spoolSize", statistics.spoolSize());
        counters.put("spoolBytes", statistics.spoolBytes());
        counters.put("sinkHealthy", statistics.sinkHealthy());
        counters.put("failures", statistics.failures());
        if (statistics.oldestUnsent() >= 0) {
            counters.put(
                    "oldestUnsent",
                    Instant.ofEpochMilli(statistics.oldestUnsent()).toString());
        }
        return counters;
    }

    private static String text(PayloadCapture capture) {
        return capture.name().toLowerCase(Locale.ROOT);
    }
}
