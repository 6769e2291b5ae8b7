package io.github.kafkaaudit.autoconfigure.actuator;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Tells a native image that the settings are read back by their components. */
final class SettingsReportRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(KafkaAuditProperties.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        for (Class<?> nested : KafkaAuditProperties.class.getDeclaredClasses()) {
            hints.reflection().registerType(nested, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
