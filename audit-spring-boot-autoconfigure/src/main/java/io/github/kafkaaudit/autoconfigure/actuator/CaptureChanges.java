package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.trail.AuditTrail;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Changes of how much is captured while the service runs. */
final class CaptureChanges {

    private static final int MOST = 100;
    private static final Pattern TOPICS = Pattern.compile("[a-zA-Z0-9._*-]{1,249}");

    private final AuditTrail trail;
    private final boolean widen;

    CaptureChanges(AuditTrail trail, boolean widen) {
        this.trail = trail;
        this.widen = widen;
    }

    /** Changes the capture of topics; the details, such as who did it, go into the trail beside the change. */
    synchronized void change(String topics, String capture, Map<String, String> details) {
        if (!TOPICS.matcher(topics).matches()) {
            throw new RefusedRequestException(
                    "\"topics\" is a name or a pattern such as \"recruit.*\", with at most 249"
                            + " letters, digits, dots, underscores, hyphens and \"*\".");
        }
        PayloadCapture wanted = capture(capture);
        TopicPattern pattern = new TopicPattern(topics);
        AuditPolicies policies = trail.policies();
        Map<String, String> changes = changes();
        if (!changes.containsKey(topics) && changes.size() >= MOST) {
            throw new RefusedRequestException("There are " + MOST + " changed captures already. Change one of those, or"
                    + " restart to begin anew.");
        }
        List<TopicPattern> less = policies.protectedFrom(pattern, wanted);
        if (!less.isEmpty() && !widen) {
            throw new RefusedRequestException("The settings say that less is captured of "
                    + less.stream().limit(5).map(known -> "\"" + known + "\"").collect(Collectors.joining(", "))
                    + " than \"" + text(wanted) + "\". Name other topics, or set kafka.audit.endpoint.widen=true and"
                    + " restart.");
        }
        Map<String, String> description = new LinkedHashMap<>(details);
        description.put("capture " + topics, text(wanted));
        trail.changePolicies(
                widen ? policies.withWiderCapture(pattern, wanted) : policies.withCapture(pattern, wanted),
                description);
    }

    Map<String, String> changes() {
        Map<String, String> changes = new LinkedHashMap<>();
        trail.policies().captures().forEach((topics, capture) -> changes.put(topics.toString(), text(capture)));
        return changes;
    }

    private static PayloadCapture capture(String written) {
        return Arrays.stream(PayloadCapture.values())
                .filter(capture -> text(capture).equals(written.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new RefusedRequestException("\"capture\" is \"full\", \"once\", \"hash\" or \"none\"."));
    }

    private static String text(PayloadCapture capture) {
        return capture.name().toLowerCase(Locale.ROOT);
    }
}
