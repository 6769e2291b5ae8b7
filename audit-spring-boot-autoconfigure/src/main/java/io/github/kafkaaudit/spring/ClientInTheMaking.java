package io.github.kafkaaudit.spring;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Tells why a client factory asks for a (de)serializer: for a client that it is making, or because somebody asked the
 * factory for it.
 *
 * <p>Only the client gets one of ours. Whoever asks the factory has a use for the application's own: listener
 * containers look for an {@code ErrorHandlingDeserializer} by its class ({@code ErrorHandlingUtils#checkDeserializer}),
 * others configure what they get, or make another factory with it.
 */
final class ClientInTheMaking {

    private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    // Where spring-kafka passes them to the client's constructor.
    private static final Set<String> MAKERS = Set.of("keyDeserializer", "valueDeserializer", "createRawProducer");

    private ClientInTheMaking() {}

    /** Whether the calling supplier is asked on behalf of a new client. */
    static boolean isWaiting() {
        return STACK.walk(frames -> frames.filter(ClientInTheMaking::isOfFactory)
                .findFirst()
                .map(frame -> MAKERS.contains(frame.getMethodName()))
                .orElse(false));
    }

    private static boolean isOfFactory(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        return (type == DefaultKafkaConsumerFactory.class || type == DefaultKafkaProducerFactory.class)
                && !frame.getMethodName().startsWith("lambda$");
    }
}
