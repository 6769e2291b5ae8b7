package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.policy.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns patterns of topics into what matches them; patterns that are meant in another way are refused. */
final class TopicPatternSettings {

    private static final String PREFIX = "kafka.audit.";
    private static final int LONGEST_TOPIC = 249;
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._*-]+");
    // What is legal and still no glob: nobody has topics that begin with a dot, or with a dot behind a separator.
    private static final Pattern REGULAR_EXPRESSION = Pattern.compile("^\\.\\*|[._-]\\.\\*");

    private TopicPatternSettings() {}

    static List<TopicPattern> patterns(List<String> globs, String property) {
        List<TopicPattern> patterns = new ArrayList<>();
        for (String glob : globs) {
            check(glob, property);
            patterns.add(new TopicPattern(glob));
        }
        return patterns;
    }

    /** Refuses settings under which nothing is audited, and rules that never apply. */
    static void checkTogether(KafkaAuditProperties properties) {
        List<String> include = properties.topics().include();
        List<String> exclude = properties.topics().exclude();
        if (include.stream().allMatch(included -> first(exclude, included) != null)) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "topics.exclude",
                    "\"" + String.join(", ", exclude) + "\" leaves no topic that is audited.",
                    "Exclude fewer topics, or set kafka.audit.enabled=false to audit nothing.");
        }
        for (int i = 0; i < properties.rules().size(); i++) {
            String property = PREFIX + "rules[" + i + "].topics";
            for (String topics : properties.rules().get(i).topics()) {
                checkReached(topics, i, properties, property);
            }
        }
    }

    private static void checkReached(String topics, int rule, KafkaAuditProperties properties, String property) {
        for (int i = 0; i < rule; i++) {
            for (String earlier : properties.rules().get(i).topics()) {
                if (covers(earlier, topics)) {
                    throw new InvalidKafkaAuditSettingException(
                            property,
                            "\"" + topics + "\" never applies, because the first rule that matches wins and rules[" + i
                                    + "] with \"" + earlier + "\" comes before.",
                            "Put this rule in front of rules[" + i + "], or remove it.");
                }
            }
        }
        String excluded = first(properties.topics().exclude(), topics);
        if (excluded != null) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + topics + "\" never applies, because kafka.audit.topics.exclude has \"" + excluded + "\".",
                    "Remove one of them.");
        }
        if (properties.topics().include().stream().noneMatch(included -> meet(included, topics))) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + topics + "\" never applies, because kafka.audit.topics.include has no such topic.",
                    "Add it there, or remove the rule.");
        }
    }

    private static @Nullable String first(List<String> patterns, String topics) {
        return patterns.stream()
                .filter(pattern -> covers(pattern, topics))
                .findFirst()
                .orElse(null);
    }

    private static void check(String glob, String property) {
        if (glob.isBlank()) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "A topic pattern must not be blank.",
                    "Remove the blank entry; \"*\" matches every topic.");
        }
        if (!LEGAL.matcher(glob).matches() || REGULAR_EXPRESSION.matcher(glob).find()) {
            String meant = meant(glob);
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + glob + "\" matches no topic that anybody has: only \"*\" stands for other characters, and"
                            + " topics have letters, digits, dots, underscores and hyphens.",
                    "Write a name, or the beginning of names and \"*\""
                            + (meant == null ? ", such as \"recruit.*\"." : ", here \"" + meant + "\"."));
        }
        if (glob.indexOf('*') < 0 && (glob.length() > LONGEST_TOPIC || glob.equals(".") || glob.equals(".."))) {
            throw new InvalidKafkaAuditSettingException(
                    property, "\"" + glob + "\" cannot be the name of a topic.", "Correct it, or remove it.");
        }
    }

    /** Returns a regular expression as a glob, where that is easy. */
    private static @Nullable String meant(String expression) {
        String glob = expression
                .strip()
                .replaceAll("^\\^|\\$$", "")
                .replace("\\.", ".")
                .replaceAll("\\.[*+]\\??", "*")
                .replaceAll("\\*+", "*");
        return !glob.equals(expression)
                        && LEGAL.matcher(glob).matches()
                        && !REGULAR_EXPRESSION.matcher(glob).find()
                ? glob
                : null;
    }

    private static boolean covers(String glob, String other) {
        return new TopicPattern(glob).covers(new TopicPattern(other));
    }

    private static boolean meet(String glob, String other) {
        return new TopicPattern(glob).meets(new TopicPattern(other));
    }
}
