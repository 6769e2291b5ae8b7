package io.github.kafkaaudit.embedded.junit;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the shared stack before the first test class that wants it, and closes it after the last test. */
public final class EmbeddedAuditExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(EmbeddedAuditExtension.class);
    private static @Nullable EmbeddedAuditStack shared;

    /**
     * Returns the shared stack and starts it where that has not been done; for places that have no parameters, such as
     * a method with Spring's {@code @DynamicPropertySource}.
     */
    public static synchronized EmbeddedAuditStack stack() {
        if (shared == null) {
            shared = EmbeddedAuditStack.builder()
                    .elasticsearch(!"false".equals(System.getProperty("embedded.elasticsearch")))
                    .start();
        }
        return shared;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // What is in the root's store is closed after the last test of the JVM.
        context.getRoot().getStore(NAMESPACE).computeIfAbsent(Closing.class, key -> new Closing());
        stack();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == EmbeddedAuditStack.class || type == AuditEvents.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AuditEvents.class ? stack().events() : stack();
    }

    private static synchronized void closeShared() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    private static final class Closing implements AutoCloseable {

        @Override
        public void close() {
            closeShared();
        }
    }
}
