package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import io.github.kafkaaudit.spring.Coverage;
import io.github.kafkaaudit.trail.AuditStatistics;
import io.github.kafkaaudit.trail.AuditTrail;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows what is audited and how the audit is; switches it, changes captures, and computes search terms. */
@Endpoint(id = "kafkaaudit")
final class KafkaAuditEndpoint {

    private static final String SEARCH_TERM = "search-term";
    private static final int LONGEST_NAME = 256;

    private final AuditTrail trail;
    private final Coverage coverage;
    private final KafkaAuditProperties properties;
    private final CaptureChanges captures;
    private final SearchTerms searchTerms;

    KafkaAuditEndpoint(AuditTrail trail, Coverage coverage, KafkaAuditProperties properties) {
        this.trail = trail;
        this.coverage = coverage;
        this.properties = properties;
        this.captures = new CaptureChanges(trail, properties.endpoint().widen());
        this.searchTerms = new SearchTerms(properties);
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
        shown.put("spoolProblem", statistics.spoolProblem() == null ? "none" : statistics.spoolProblem());
        shown.put("changedCaptures", captures.changes());
        shown.put("settings", SettingsReport.of(properties));
        return shown;
    }

    /**
     * Switches auditing, or changes how much of the payloads of some topics is recorded, until the next start; either
     * is recorded in the trail, with who asked for it. What cannot be done is answered with a sentence and status 400.
     */
    @WriteOperation
    WebEndpointResponse<Map<String, Object>> change(
            @Nullable String enabled, @Nullable String topics, @Nullable String capture, SecurityContext caller) {
        return answer(() -> {
            Boolean switched = enabled == null ? null : onOrOff(enabled);
            if (switched == null && topics == null && capture == null) {
                throw new RefusedRequestException(
                        "Say what to change: \"enabled\", or \"topics\" together with \"capture\" (full, once, hash or none).");
            }
            if ((topics == null) != (capture == null)) {
                throw new RefusedRequestException(
                        "\"topics\" (a pattern such as \"recruit.*\") and \"capture\" (full, once,"
                                + " hash or none) belong together.");
            }
            if (Boolean.TRUE.equals(switched) && !trail.statistics().running()) {
                throw new RefusedRequestException("Auditing cannot be switched on: it has no sink. Set"
                        + " kafka.audit.producer.bootstrap-servers and restart.");
            }
            String who = who(caller);
            Map<String, String> details = who == null ? Map.of() : Map.of("by", who);
            if (topics != null && capture != null) {
                captures.change(topics, capture, details);
            }
            if (switched != null) {
                trail.setEnabled(switched, details);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("enabled", trail.isEnabled());
            result.put("changedCaptures", captures.changes());
            return result;
        });
    }

    /**
     * Computes what stands in events instead of a masked value; the value travels in the body, never in the address.
     */
    @WriteOperation
    WebEndpointResponse<Map<String, Object>> searchTerm(
            @Selector String operation, @Nullable String value, SecurityContext caller) {
        return answer(() -> {
            if (!operation.equals(SEARCH_TERM)) {
                throw new RefusedRequestException("The only operation of this kind is \"" + SEARCH_TERM + "\".");
            }
            String who = who(caller);
            return Map.of("term", searchTerms.of(value, who == null ? "an unknown caller" : who));
        });
    }

    /** Boot leaves the reason out of its answers to bad requests; here it is the answer. */
    private static WebEndpointResponse<Map<String, Object>> answer(Supplier<Map<String, Object>> operation) {
        try {
            return new WebEndpointResponse<>(operation.get());
        } catch (RefusedRequestException e) {
            return new WebEndpointResponse<>(
                    Map.of("error", "Bad Request", "message", String.valueOf(e.getMessage())),
                    WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }

    private static boolean onOrOff(String enabled) {
        return switch (enabled.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RefusedRequestException("\"enabled\" is true or false.");
        };
    }

    /** Names come from outside and go into events and log lines. */
    private static @Nullable String who(SecurityContext caller) {
        Principal principal = caller.getPrincipal();
        String name = principal == null ? null : principal.getName();
        if (name == null || name.isBlank()) {
            return null;
        }
        String printable = name.replaceAll("[\\p{Cntrl}\\p{Cs}\\u2028\\u2029]", "?");
        return printable.length() <= LONGEST_NAME ? printable : printable.substring(0, LONGEST_NAME);
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
}
