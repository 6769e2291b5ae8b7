package io.github.kafkaaudit.ecosystem;

import io.github.kafkaaudit.embedded.EmbeddedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker for the tests of this JVM, which need neither Elasticsearch nor an indexer. */
public final class Broker implements BeforeAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Broker.class);
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.builder().build();

    @Override
    public void beforeAll(ExtensionContext context) {
        // What is in the root's store is closed after the last test of the JVM.
        context.getRoot().getStore(NAMESPACE).computeIfAbsent(AutoCloseable.class, key -> KAFKA);
        KAFKA.start();
    }

    public static String servers() {
        return KAFKA.bootstrapServers();
    }

    public static void createTopics(String... names) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : names) {
            topics.add(new NewTopic(name, 1, (short) 1));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            admin.createTopics(topics).all().get();
        }
    }
}
