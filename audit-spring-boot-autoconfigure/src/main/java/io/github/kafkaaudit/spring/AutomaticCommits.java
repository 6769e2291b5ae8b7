package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingConsumerInterceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Lets the audit see what consumers commit by themselves: only an interceptor of Kafka's is told. */
final class AutomaticCommits {

    private AutomaticCommits() {}

    /** Adds ours behind the application's interceptors, where a factory's consumers commit by themselves. */
    static void install(DefaultKafkaConsumerFactory<?, ?> factory) {
        Map<String, Object> configuration = factory.getConfigurationProperties();
        Object automatic = configuration.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        if (automatic == null || !Boolean.parseBoolean(automatic.toString())) {
            return;
        }
        String ours = AuditingConsumerInterceptor.class.getName();
        factory.updateConfigs(Map.of(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                with(configuration.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), ours)));
    }

    /** Returns a list of interceptors, in whatever form it is configured, with one of ours at its end. */
    static List<Object> with(@Nullable Object present, String ours) {
        List<Object> interceptors = new ArrayList<>();
        if (present instanceof List<?> list) {
            interceptors.addAll(list);
        } else if (present instanceof String names && !names.isBlank()) {
            interceptors.addAll(Arrays.asList(names.trim().split("\\s*,\\s*")));
        } else if (present instanceof Class<?> type) {
            interceptors.add(type);
        }
        if (!interceptors.contains(ours)) {
            interceptors.add(ours);
        }
        return interceptors;
    }
}
