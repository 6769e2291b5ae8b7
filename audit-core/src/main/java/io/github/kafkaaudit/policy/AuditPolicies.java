package io.github.kafkaaudit.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which policy holds for which topic: the first rule that matches, else the default; excluded topics have none.
 *
 * <p><b>Threading</b>: safe for use by many threads; the answer per topic is remembered.
 */
public final class AuditPolicies {

    /** Audits every topic with the default policy. */
    public static final AuditPolicies DEFAULT =
            new AuditPolicies(TopicPolicy.DEFAULT, List.of(), List.of(new TopicPattern("*")), List.of());

    // Topic names come from outside (a send to a topic made up per user); the memory for them is bounded.
    private static final int REMEMBERED_TOPICS = 10_000;
    // Kafka knows no longer ones, but a send may name one.
    private static final int LONGEST_TOPIC = 249;

    private final TopicPolicy defaults;
    private final List<Rule> rules;
    private final List<TopicPattern> include;
    private final List<TopicPattern> exclude;
    private final Map<TopicPattern, CaptureChange> captures;
    private final Map<String, TopicPolicy> byTopic = new ConcurrentHashMap<>();

    /**
     * Creates the policies.
     *
     * @param defaults what holds where no rule matches
     * @param rules tried in order
     * @param include the topics that are audited
     * @param exclude the topics that are not, even if included
     */
    public AuditPolicies(
            TopicPolicy defaults, List<Rule> rules, List<TopicPattern> include, List<TopicPattern> exclude) {
        this(defaults, rules, include, exclude, Map.of());
    }

    private AuditPolicies(
            TopicPolicy defaults,
            List<Rule> rules,
            List<TopicPattern> include,
            List<TopicPattern> exclude,
            Map<TopicPattern, CaptureChange> captures) {
        this.defaults = defaults;
        this.rules = List.copyOf(rules);
        this.include = List.copyOf(include);
        this.exclude = List.copyOf(exclude);
        this.captures = captures;
    }

    /**
     * Returns the policy of a topic.
     *
     * @param topic the topic's name
     * @return the policy, {@link TopicPolicy#OFF} if the topic is not audited
     */
    public TopicPolicy of(String topic) {
        TopicPolicy known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        TopicPolicy policy = find(topic);
        if (byTopic.size() < REMEMBERED_TOPICS && topic.length() <= LONGEST_TOPIC) {
            byTopic.put(topic, policy);
        }
        return policy;
    }

    /**
     * Returns the same policies with one more rule in front of all others.
     *
     * @param rule the rule
     * @return the changed policies
     */
    public AuditPolicies withFirst(Rule rule) {
        List<Rule> changed = new ArrayList<>(rules.size() + 1);
        changed.add(rule);
        changed.addAll(rules);
        return new AuditPolicies(defaults, changed, include, exclude, captures);
    }

    /**
     * Returns the same policies without some topics.
     *
     * @param topics the topics that are not audited, in addition to the excluded ones
     * @return the changed policies
     */
    public AuditPolicies without(List<String> topics) {
        List<TopicPattern> changed = new ArrayList<>(exclude);
        topics.forEach(topic -> changed.add(new TopicPattern(topic)));
        return new AuditPolicies(defaults, rules, include, changed, captures);
    }

    /**
     * Returns the same policies with less captured of the topics that match; everything else, above all the masking,
     * stays as the rules say. Where a rule captures less already, it stays so. The latest such change wins.
     *
     * @param topics the topics; one that is not audited stays so
     * @param capture how much of their payloads is recorded at most, whatever the outcome
     * @return the changed policies
     */
    public AuditPolicies withCapture(TopicPattern topics, PayloadCapture capture) {
        return with(topics, new CaptureChange(capture, false));
    }

    /**
     * Returns the same policies with another capture for the topics that match, even if a rule says that less is to be
     * captured of them.
     *
     * @param topics the topics; one that is not audited stays so
     * @param capture how much of their payloads is recorded, whatever the outcome
     * @return the changed policies
     */
    public AuditPolicies withWiderCapture(TopicPattern topics, PayloadCapture capture) {
        return with(topics, new CaptureChange(capture, true));
    }

    /** Returns the captures that were changed, by pattern, the latest first. */
    public Map<TopicPattern, PayloadCapture> captures() {
        Map<TopicPattern, PayloadCapture> changes = new LinkedHashMap<>();
        captures.forEach((topics, change) -> changes.put(topics, change.capture));
        return Collections.unmodifiableMap(changes);
    }

    /**
     * Tells why a change of the capture would narrow nothing: the topics of which the rules, or the default, say that
     * less is captured.
     *
     * @param topics the topics of the change
     * @param capture how much would be recorded of them
     * @return the patterns of the rules that say less, {@code "*"} for the default; empty if nothing says less, or if
     *     the change narrows what is captured of other topics that it is for
     */
    public List<TopicPattern> protectedFrom(TopicPattern topics, PayloadCapture capture) {
        List<TopicPattern> found = new ArrayList<>();
        List<Rule> asked = new ArrayList<>(rules);
        asked.add(new Rule(List.of(new TopicPattern("*")), defaults));
        for (Rule rule : asked) {
            for (TopicPattern pattern : rule.topics()) {
                if (!pattern.meets(topics)) {
                    continue;
                }
                if (capturesMore(rule.policy(), capture)) {
                    return List.of();
                }
                if (capturesLess(rule.policy(), capture)) {
                    found.add(pattern);
                }
                if (pattern.covers(topics)) {
                    // What comes behind is not asked for any of them.
                    return found;
                }
            }
        }
        return found;
    }

    private AuditPolicies with(TopicPattern topics, CaptureChange change) {
        Map<TopicPattern, CaptureChange> changed = new LinkedHashMap<>();
        changed.put(topics, change);
        captures.forEach((pattern, earlier) -> {
            if (!pattern.toString().equals(topics.toString())) {
                changed.put(pattern, earlier);
            }
        });
        return new AuditPolicies(defaults, rules, include, exclude, changed);
    }

    private static boolean capturesMore(TopicPolicy policy, PayloadCapture capture) {
        return policy.capture().compareTo(capture) < 0
                || policy.captureOnFailure().compareTo(capture) < 0;
    }

    private static boolean capturesLess(TopicPolicy policy, PayloadCapture capture) {
        return policy.capture().compareTo(capture) > 0
                || policy.captureOnFailure().compareTo(capture) > 0;
    }

    private TopicPolicy find(String topic) {
        if (matchesAny(exclude, topic) || !matchesAny(include, topic)) {
            return TopicPolicy.OFF;
        }
        for (Rule rule : rules) {
            if (matchesAny(rule.topics(), topic)) {
                return captured(topic, rule.policy());
            }
        }
        return captured(topic, defaults);
    }

    private TopicPolicy captured(String topic, TopicPolicy policy) {
        for (Map.Entry<TopicPattern, CaptureChange> change : captures.entrySet()) {
            if (change.getKey().matches(topic)) {
                return change.getValue().apply(policy);
            }
        }
        return policy;
    }

    private static boolean matchesAny(List<TopicPattern> patterns, String topic) {
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A policy for the topics that match.
     *
     * @param topics the patterns, one of which must match
     * @param policy the policy
     */
    public record Rule(List<TopicPattern> topics, TopicPolicy policy) {

        /** Copies the patterns. */
        public Rule {
            topics = List.copyOf(topics);
        }
    }

    /** A capture that was changed at run time; the constants of captures stand in the order from more to less. */
    private record CaptureChange(PayloadCapture capture, boolean widens) {

        private TopicPolicy apply(TopicPolicy policy) {
            return widens
                    ? policy.withCapture(capture)
                    : policy.withCaptures(
                            less(policy.capture(), capture), less(policy.captureOnFailure(), onFailure()));
        }

        private PayloadCapture onFailure() {
            return capture == PayloadCapture.ONCE ? PayloadCapture.FULL : capture;
        }

        private static PayloadCapture less(PayloadCapture one, PayloadCapture other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }
}
