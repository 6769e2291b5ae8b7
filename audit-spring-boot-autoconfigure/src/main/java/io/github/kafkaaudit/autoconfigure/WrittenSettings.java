package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.autoconfigure.SettingNames.Setting;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * Looks at the settings as they were written, because binding forgets: names inside lists, in environment variables and
 * in system properties that nobody reads, numbers without a unit, placeholders that nobody resolved.
 */
final class WrittenSettings {

    private static final Logger logger = LoggerFactory.getLogger(WrittenSettings.class);

    private static final Pattern VARIABLE = Pattern.compile("(?i)KAFKA_?AUDIT_.+");
    // Kubernetes tells every pod in this way about a service of the name "kafka-audit".
    private static final Pattern OF_KUBERNETES = Pattern.compile("KAFKA_AUDIT_(SERVICE_(HOST|PORT.*)|PORT.*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[\\w.\\-\\[\\]]+}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}$]+)");
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?0*[1-9]\\d*\\s*");
    private static final int BYTES_MEANT = 1024;
    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,6})]");

    private final Environment environment;
    private final Set<String> referenced = new HashSet<>();

    private WrittenSettings(Environment environment) {
        this.environment = environment;
    }

    static void check(Environment environment) {
        if (environment instanceof ConfigurableEnvironment known) {
            WrittenSettings written = new WrittenSettings(environment);
            for (PropertySource<?> source : known.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> listed) {
                    written.noteReferences(listed);
                }
            }
            for (PropertySource<?> source : known.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> listed) {
                    written.check(listed);
                }
            }
        }
    }

    /** A variable of whatever name is right if a value refers to it. */
    private void noteReferences(EnumerablePropertySource<?> source) {
        for (String key : names(source)) {
            Matcher reference = REFERENCE.matcher(String.valueOf(read(source, key)));
            while (reference.find()) {
                referenced.add(reference.group(1));
            }
        }
    }

    /** A source of somebody else's that cannot be listed must not keep the application from starting. */
    private static String[] names(EnumerablePropertySource<?> source) {
        try {
            return source.getPropertyNames();
        } catch (RuntimeException e) {
            logger.debug("The names in {} cannot be listed, and are not checked", source.getName(), e);
            return new String[0];
        }
    }

    private static @Nullable Object read(EnumerablePropertySource<?> source, String key) {
        try {
            return source.getProperty(key);
        } catch (RuntimeException e) {
            logger.debug("{} in {} cannot be read, and is not checked", key, source.getName(), e);
            return null;
        }
    }

    private void check(EnumerablePropertySource<?> source) {
        Map<String, String> elements = new TreeMap<>();
        boolean variables = source instanceof SystemEnvironmentPropertySource;
        for (String key : names(source)) {
            String name = variables ? variable(key) : property(key, isShared(source));
            if (name != null) {
                value(key, variables ? SettingNames.ofVariable(key) : setting(key), read(source, key));
                noteElements(name, key, elements);
            }
        }
        elements.forEach((element, key) -> {
            int bracket = element.lastIndexOf('[');
            int index = Integer.parseInt(element.substring(bracket + 1));
            String before = element.substring(0, bracket) + "[" + (index - 1);
            if (index > 0 && !elements.containsKey(before)) {
                throw new InvalidKafkaAuditSettingException(
                        key,
                        "It is never read, because there is no " + before + "] before it.",
                        "Number the elements from 0 without a gap.");
            }
        });
    }

    /** Returns the name as settings have it, or null if it is none of ours. */
    private @Nullable String property(String key, boolean shared) {
        ConfigurationPropertyName name = name(key);
        if (name == null || !SettingNames.ROOT.isAncestorOf(name)) {
            if (name != null) {
                otherPrefix(name);
            }
            return null;
        }
        if (SettingNames.find(name) == null) {
            String nearest = SettingNames.nearest(name.toString());
            unknown(key, nearest == null && !shared ? SettingNames.withSameEnd(name) : nearest, shared);
            return null;
        }
        return name.toString();
    }

    private @Nullable String variable(String key) {
        if (!VARIABLE.matcher(key).matches()
                || referenced.contains(key)
                || OF_KUBERNETES.matcher(key).matches()) {
            return null;
        }
        if (SettingNames.ofVariable(key) == null) {
            unknown(key, SettingNames.nearest(key), true);
            return null;
        }
        return key.replaceAll("_(\\d+)(?=_|$)", "[$1]");
    }

    /** Where other things may be meant, only what is nearly one of ours is refused. */
    private static void unknown(String key, @Nullable String nearest, boolean shared) {
        if (shared && nearest == null) {
            logger.warn("{} looks like a setting of Kafka Audit, but there is none of that name.", key);
            return;
        }
        throw new InvalidKafkaAuditSettingException(
                key,
                "There is no setting of this name.",
                nearest == null ? "Remove it; docs/settings.md lists all settings." : "Write " + nearest + ".");
    }

    private void value(String key, @Nullable Setting setting, @Nullable Object written) {
        if (setting == null || written == null) {
            return;
        }
        String text = environment.resolvePlaceholders(written.toString());
        Matcher placeholder = PLACEHOLDER.matcher(text);
        if (placeholder.find()) {
            throw new InvalidKafkaAuditSettingException(
                    key,
                    "Nothing defines " + placeholder.group() + ", so these characters themselves would be used.",
                    "Define it, or write the value itself.");
        }
        if (NUMBER.matcher(text).matches()) {
            number(key, setting, text.strip());
        }
    }

    private static void number(String key, Setting setting, String number) {
        if (setting.type() == Duration.class) {
            throw new InvalidKafkaAuditSettingException(
                    key,
                    number + " has no unit and would be milliseconds.",
                    "Write a unit, such as \"" + number + "s\", \"" + number + "d\" or, if it is meant, \"" + number
                            + "ms\".");
        }
        if (setting.type() == DataSize.class && (number.length() <= 4 && Integer.parseInt(number) < BYTES_MEANT)) {
            throw new InvalidKafkaAuditSettingException(
                    key,
                    number + " has no unit and would be bytes.",
                    "Write a unit, such as \"" + number + "KB\", \"" + number + "MB\" or, if it is meant, \"" + number
                            + "B\".");
        }
    }

    /** What would be one of ours with another beginning is not refused: it may be somebody else's. */
    private static void otherPrefix(ConfigurationPropertyName name) {
        if (name.getNumberOfElements() < 2) {
            return;
        }
        String written = name.toString().toLowerCase(Locale.ROOT);
        for (String prefix :
                new String[] {"spring.kafka.audit.", "kafka-audit.", "kafkaaudit.", "spring.kafka-audit."}) {
            if (written.startsWith(prefix)) {
                suggest(name, "kafka.audit." + written.substring(prefix.length()));
                return;
            }
        }
        if (name.getNumberOfElements() > 2
                && Spelling.distance(element(name, 0) + "." + element(name, 1), "kafka.audit", 3) < 3) {
            suggest(name, "kafka.audit." + name.subName(2));
        }
    }

    private static void suggest(ConfigurationPropertyName name, String meant) {
        ConfigurationPropertyName setting = name(meant);
        if (setting != null && SettingNames.find(setting) != null) {
            logger.warn("{} is not read by Kafka Audit; its setting is {}.", name, setting);
        }
    }

    private static String element(ConfigurationPropertyName name, int index) {
        return name.getElement(index, Form.UNIFORM);
    }

    private static void noteElements(String name, String key, Map<String, String> elements) {
        Matcher index = INDEX.matcher(name);
        while (index.find()) {
            elements.put(name.substring(0, index.start()) + "[" + Integer.parseInt(index.group(1)), key);
        }
    }

    private static @Nullable Setting setting(String key) {
        ConfigurationPropertyName name = name(key);
        return name == null ? null : SettingNames.find(name);
    }

    private static boolean isShared(PropertySource<?> source) {
        return StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(source.getName());
    }

    private static @Nullable ConfigurationPropertyName name(String key) {
        try {
            return ConfigurationPropertyName.adapt(key, '.');
        } catch (RuntimeException e) {
            return null;
        }
    }
}
