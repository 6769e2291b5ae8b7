package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.ShareConsumers;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.core.ShareConsumerFactory;
import org.springframework.util.ClassUtils;

/**
 * Audits share consumers. Their factories take no post-processors, so the factory bean itself is replaced by a proxy of
 * its interfaces; where the application injects the class, that fails, which is why it is only done on request.
 *
 * <p>Loaded only where spring-kafka has such factories, which is from 4.0 on.
 */
final class ShareConsumerFactories {

    private ShareConsumerFactories() {}

    static boolean isOne(Object bean) {
        return bean instanceof ShareConsumerFactory<?, ?>;
    }

    static void registerHints(RuntimeHints hints) {
        hints.proxies()
                .registerJdkProxy(ShareConsumer.class)
                .registerJdkProxy(ClassUtils.getAllInterfacesForClass(DefaultShareConsumerFactory.class));
    }

    static Object decorate(Object bean, String name, Supplier<KafkaAudit> audit, Coverage coverage) {
        ShareConsumerFactory<?, ?> factory = (ShareConsumerFactory<?, ?>) bean;
        coverage.covered(Kind.SHARE_CONSUMER_FACTORY, name);
        return Proxy.newProxyInstance(
                factory.getClass().getClassLoader(),
                ClassUtils.getAllInterfacesForClass(factory.getClass()),
                new AuditingFactory(factory, audit));
    }

    private record AuditingFactory(ShareConsumerFactory<?, ?> delegate, Supplier<KafkaAudit> audit)
            implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            Object result;
            try {
                result = method.invoke(delegate, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
            return result instanceof ShareConsumer<?, ?> consumer
                    ? ShareConsumers.wrap(consumer, group(arguments), audit.get())
                    : result;
        }

        private @Nullable String group(@Nullable Object @Nullable [] arguments) {
            Object given = arguments == null || arguments.length == 0 ? null : arguments[0];
            Object group =
                    given == null ? delegate.getConfigurationProperties().get(ConsumerConfig.GROUP_ID_CONFIG) : given;
            return group == null ? null : group.toString();
        }
    }
}
