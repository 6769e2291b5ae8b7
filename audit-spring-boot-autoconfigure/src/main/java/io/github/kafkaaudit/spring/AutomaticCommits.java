package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingConsumerInterceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
        List<Object> interceptors = new ArrayList<>();
        Object present = configuration.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (present instanceof List<?> list) {
            interceptors.addAll(list);
        } else if (present instanceof String names && !names.isBlank()) {
            interceptors.addAll(Arrays.asList(names.trim().split("\\s*,\\s*")));
        } else if (present instanceof Class<?> type) {
            interceptors.add(type);
        }
        String ours = AuditingConsumerInterceptor.class.getName();
        if (!interceptors.contains(ours)) {
            interceptors.add(ours);
            factory.updateConfigs(Map.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptors));
        }
    }
}
