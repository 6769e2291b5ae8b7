package io.github.kafkaaudit.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.producer.Producer;

/** What other agents put around clients. */
final class ForwardingProducer {

    private ForwardingProducer() {}

    @SuppressWarnings("unchecked")
    static <K, V> Producer<K, V> around(Producer<K, V> producer) {
        return (Producer<K, V>) Proxy.newProxyInstance(
                ForwardingProducer.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
