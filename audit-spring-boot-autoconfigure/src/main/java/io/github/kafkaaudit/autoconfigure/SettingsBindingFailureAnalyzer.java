package io.github.kafkaaudit.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/** Says of a setting that could not be bound what it could be, in the place of Boot's list of everything. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsBindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationPropertyName name = cause.getName();
        if (!SettingNames.ROOT.equals(name) && !SettingNames.ROOT.isAncestorOf(name)) {
            return null;
        }
        UnboundConfigurationPropertiesException unbound =
                findCause(rootFailure, UnboundConfigurationPropertiesException.class);
        if (unbound != null) {
            return unbound(unbound, cause);
        }
        ConfigurationProperty property = cause.getProperty();
        Object value = property == null ? null : property.getValue();
        return analysis(
                property == null ? name : property.getName(),
                (value == null ? "The value" : "\"" + value + "\"") + " is not what this setting takes.",
                wanted(cause.getTarget().getType().resolve(Object.class)),
                cause);
    }

    private static FailureAnalysis unbound(UnboundConfigurationPropertiesException unbound, BindException cause) {
        ConfigurationPropertyName first = unbound.getUnboundProperties().stream()
                .map(ConfigurationProperty::getName)
                .min(Comparator.naturalOrder())
                .orElse(SettingNames.ROOT);
        if (SettingNames.find(first) != null) {
            return analysis(
                    first,
                    "It is never read, because an element before it is missing.",
                    "Number the elements from 0 without a gap.",
                    cause);
        }
        String nearest = SettingNames.nearest(first.toString());
        String meant = nearest == null ? SettingNames.withSameEnd(first) : nearest;
        return analysis(
                first,
                "There is no setting of this name.",
                meant == null ? "Remove it; docs/settings.md lists all settings." : "Write " + meant + ".",
                cause);
    }

    private static FailureAnalysis analysis(
            ConfigurationPropertyName property, String sentence, String action, BindException cause) {
        return new FailureAnalysis(property + ": " + sentence, action, cause);
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "Use "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> "\"" + constant.toString().toLowerCase(Locale.ROOT) + "\"")
                            .collect(Collectors.joining(" or "))
                    + ".";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "Use \"true\" or \"false\".";
        }
        if (type == Duration.class) {
            return "Use a number with a unit, such as \"500ms\", \"5s\" or \"7d\".";
        }
        if (type == DataSize.class) {
            return "Use a number with a unit, such as \"16KB\" or \"64MB\".";
        }
        return type == int.class || type == Integer.class || type == short.class || type == Short.class
                ? "Use a whole number, not above "
                        + (type == short.class || type == Short.class ? "32767" : "2147483647") + "."
                : "Use a value of the kind that docs/settings.md names.";
    }
}
