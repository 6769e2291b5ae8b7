package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.delivery.AuditedDelivery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.util.ClassUtils;

/**
 * The endpoints of Spring Integration that receive from Kafka: what they hold need not be a bean. Known by name only,
 * because an application need not have them.
 */
final class IntegrationEndpoints {

    private static final String INBOUND = "org.springframework.integration.kafka.inbound.";
    private static final @Nullable Class<?> SOURCE = find(INBOUND + "KafkaMessageSource");
    private static final @Nullable Class<?> ADAPTER = find(INBOUND + "KafkaMessageDrivenChannelAdapter");
    private static final @Nullable Class<?> GATEWAY = find(INBOUND + "KafkaInboundGateway");
    private static final @Nullable Class<?> STRATEGY =
            find("org.springframework.integration.support.ErrorMessageStrategy");

    private IntegrationEndpoints() {}

    /** Whether a bean is one of them. */
    static boolean isOne(Object bean) {
        return isOf(SOURCE, bean) || isOf(ADAPTER, bean) || isOf(GATEWAY, bean);
    }

    /** Returns what a polled source polls with: a copy of the factory that it was given, without post-processors. */
    static @Nullable ConsumerFactory<?, ?> consumersOf(Object endpoint) {
        return isOf(SOURCE, endpoint) && read(endpoint, "consumerFactory") instanceof ConsumerFactory<?, ?> factory
                ? factory
                : null;
    }

    /** Returns the container of an adapter or gateway. */
    static @Nullable AbstractMessageListenerContainer<?, ?> containerOf(Object endpoint) {
        return !isOf(SOURCE, endpoint)
                        && read(endpoint, "messageListenerContainer")
                                instanceof AbstractMessageListenerContainer<?, ?> container
                ? container
                : null;
    }

    /**
     * Hears of the failures that an adapter or gateway sends to its error channel: on the consumer's thread it asks a
     * strategy for the message to send, and then tells the container that all went well.
     */
    static void hearErrors(Object endpoint) throws ReflectiveOperationException {
        Object present = read(endpoint, "errorMessageStrategy");
        if (STRATEGY == null || present == null || isOf(SOURCE, endpoint) || isOurs(present)) {
            return;
        }
        Object ours = Proxy.newProxyInstance(
                STRATEGY.getClassLoader(), new Class<?>[] {STRATEGY}, new HearingStrategy(present));
        endpoint.getClass().getMethod("setErrorMessageStrategy", STRATEGY).invoke(endpoint, ours);
    }

    private static boolean isOurs(Object strategy) {
        return Proxy.isProxyClass(strategy.getClass())
                && Proxy.getInvocationHandler(strategy) instanceof HearingStrategy;
    }

    private static boolean isOf(@Nullable Class<?> type, Object bean) {
        return type != null && type.isInstance(bean);
    }

    private static @Nullable Object read(Object endpoint, String field) {
        return HiddenField.of(endpoint.getClass(), field).read(endpoint);
    }

    private static @Nullable Class<?> find(String name) {
        try {
            return ClassUtils.forName(name, IntegrationEndpoints.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private record HearingStrategy(Object delegate) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getName().equals("buildErrorMessage")
                    && arguments != null
                    && arguments[0] instanceof Throwable failure) {
                AuditedDelivery.current().failed(failure);
            }
            try {
                return method.invoke(delegate, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}
