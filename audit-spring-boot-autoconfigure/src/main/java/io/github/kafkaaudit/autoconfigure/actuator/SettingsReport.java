package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/**
 * The settings in force, without anything that could be a secret: of texts only those are shown that are known to be
 * harmless, so that a setting that comes later stays hidden until somebody decides otherwise.
 */
final class SettingsReport {

    static final String HIDDEN = "******";

    private static final Set<String> HARMLESS = Set.of(
            "topic",
            "topics",
            "name",
            "version",
            "environment",
            "nodeName",
            "clusterId",
            "include",
            "exclude",
            "fields",
            "headers",
            "patterns",
            "businessKey",
            "hmacKeyId",
            "bootstrapServers",
            "urls",
            "caCertificate",
            "sslBundle",
            "dataSource",
            "table",
            "directory");

    private static final Pattern CREDENTIALS = Pattern.compile(
            "//[^/]*@|@[^,\\]]*:\\d|-----BEGIN|(?i)(pass(word|wd)?|secret|token|api[_-]?key|credential)[^,\\]]*=");

    private SettingsReport() {}

    static Map<String, Object> of(KafkaAuditProperties properties) {
        Map<String, Object> settings = new LinkedHashMap<>();
        addRecord("kafka.audit", properties, settings);
        return settings;
    }

    private static void addRecord(String prefix, Record settings, Map<String, Object> report) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value = ReflectionUtils.invokeMethod(component.getAccessor(), settings);
            add(prefix + '.' + kebab(component.getName()), component.getName(), value, report);
        }
    }

    private static void add(String property, String name, @Nullable Object value, Map<String, Object> report) {
        if (value instanceof Record nested) {
            addRecord(property, nested, report);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            for (int i = 0; i < list.size(); i++) {
                add(property + '[' + i + ']', name, list.get(i), report);
            }
        } else if (value instanceof Map<?, ?> map) {
            // A client's properties hold passwords; their names tell what is overridden.
            map.keySet().forEach(key -> report.put(property + '.' + key, HIDDEN));
        } else if (value != null) {
            report.put(property, shown(name, value));
        }
    }

    private static Object shown(String name, Object value) {
        if (value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Duration || value instanceof DataSize) {
            return value.toString();
        }
        return HARMLESS.contains(name) ? withoutCredentials(value.toString()) : HIDDEN;
    }

    /** Somebody may have written a password into an address, whether or not that address is used. */
    private static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).find() ? HIDDEN : text;
    }

    /** Boot's own rule for names, such as {@code max-size}. */
    private static String kebab(String name) {
        StringBuilder dashed = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            dashed.append(Character.isUpperCase(c) ? "-" : "").append(Character.toLowerCase(c));
        }
        return ConfigurationPropertyName.of(dashed.toString()).toString();
    }
}
