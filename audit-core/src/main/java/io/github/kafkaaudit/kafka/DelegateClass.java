package io.github.kafkaaudit.kafka;

import java.lang.reflect.InvocationTargetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Makes the (de)serializer that the application configured, the way Kafka would have made it. */
final class DelegateClass {

    private DelegateClass() {}

    static <T> T newInstance(String property, @Nullable Object configured, Class<T> type) {
        if (configured == null) {
            throw new ConfigException(property, configured, "names the class that is wrapped for auditing");
        }
        if (type.isInstance(configured)) {
            return type.cast(configured);
        }
        try {
            Class<?> found = configured instanceof Class<?> known ? known : load(configured.toString());
            return type.cast(found.getDeclaredConstructor().newInstance());
        } catch (InvocationTargetException e) {
            throw new KafkaException("Could not construct " + configured, e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigException(property, configured, "is not a usable " + type.getSimpleName() + ": " + e);
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, true, context == null ? DelegateClass.class.getClassLoader() : context);
    }
}
