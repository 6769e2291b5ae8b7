package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Spring Boot's own ECS format, for the service as the audit names it: where {@code logging.structured.ecs.service.*}
 * says nothing else, log lines and audit events carry the same name.
 */
final class EcsEncoder {

    private static final String ENVIRONMENT = Environment.class.getName();

    private final StandardEnvironment environment = new StandardEnvironment();

    EcsEncoder(ServiceIdentity identity, ConfigurableEnvironment application) {
        environment.merge(application);
        Map<String, Object> service = new HashMap<>();
        put(service, "name", identity.name());
        put(service, "version", identity.version());
        put(service, "environment", identity.environment());
        put(service, "node-name", identity.nodeName());
        environment.getPropertySources().addLast(new MapPropertySource("kafkaAuditService", service));
    }

    Encoder<ILoggingEvent> start(LoggerContext context) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        // The encoder looks for the environment in Logback's context, once, when it is started.
        Object present = context.getObject(ENVIRONMENT);
        context.putObject(ENVIRONMENT, environment);
        try {
            encoder.start();
        } finally {
            if (present == null) {
                context.removeObject(ENVIRONMENT);
            } else {
                context.putObject(ENVIRONMENT, present);
            }
        }
        return encoder;
    }

    private static void put(Map<String, Object> service, String name, @Nullable String value) {
        if (value != null) {
            service.put("logging.structured.ecs.service." + name, value);
        }
    }
}
