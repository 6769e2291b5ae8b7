package io.github.kafkaaudit.autoconfigure.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.github.kafkaaudit.autoconfigure.KafkaAuditProperties;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.support.SpringFactoriesLoader;

class SettingsReportRuntimeHintsTests {

    @Test
    void isRegistered() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .anyMatch(SettingsReportRuntimeHints.class::isInstance);
    }

    @Test
    void knowsEveryComponentThatTheReportReads() {
        RuntimeHints hints = new RuntimeHints();
        new SettingsReportRuntimeHints().registerHints(hints, getClass().getClassLoader());

        Deque<Class<?>> records = new ArrayDeque<>(List.of(KafkaAuditProperties.class));
        while (!records.isEmpty()) {
            Class<?> settings = records.pop();
            for (RecordComponent component : settings.getRecordComponents()) {
                assertThat(reflection().onMethodInvocation(component.getAccessor()))
                        .as(component.toString())
                        .accepts(hints);
            }
            Arrays.stream(settings.getDeclaredClasses()).filter(Class::isRecord).forEach(records::push);
        }
    }
}
