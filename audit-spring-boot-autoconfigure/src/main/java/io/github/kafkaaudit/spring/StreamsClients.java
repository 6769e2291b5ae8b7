package io.github.kafkaaudit.spring;

import io.github.kafkaaudit.kafka.AuditingPollInterceptor;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.spring.Coverage.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** Audits the clients that Kafka Streams makes for itself; loaded only where Kafka Streams is present. */
final class StreamsClients {

    // Of StreamsConfig, where its older versions do not have them all.
    private static final String PROTOCOL = "group.protocol";
    private static final String MAIN = StreamsConfig.MAIN_CONSUMER_PREFIX;
    private static final String INTERCEPTORS = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;

    private StreamsClients() {}

    /** Installs into a factory bean; anything else is left alone. */
    static void install(Object bean, String name, Supplier<KafkaAudit> audit, Coverage coverage) {
        if (!(bean instanceof StreamsBuilderFactoryBean factory)) {
            return;
        }
        // There is a setter, but nothing to ask for what the application has set.
        HiddenField field = HiddenField.of(StreamsBuilderFactoryBean.class, "clientSupplier");
        if (!field.isReadable()) {
            coverage.notCovered(Kind.STREAMS, name, "this version of spring-kafka hides its client supplier");
            return;
        }
        if (field.read(factory) instanceof KafkaClientSupplier present
                && !(present instanceof AuditingClientSupplier)) {
            factory.setClientSupplier(new AuditingClientSupplier(present, audit));
            observeMainConsumer(factory, audit);
            coverage.covered(Kind.STREAMS, name);
        }
    }

    /** With the protocol of its own, Kafka Streams makes its main consumer itself ({@code StreamThread}). */
    private static void observeMainConsumer(StreamsBuilderFactoryBean factory, Supplier<KafkaAudit> audit) {
        Properties settings = factory.getStreamsConfiguration();
        if (settings == null || !"streams".equalsIgnoreCase(String.valueOf(settings.get(PROTOCOL)))) {
            return;
        }
        Object present = Stream.of(MAIN + INTERCEPTORS, "consumer." + INTERCEPTORS, INTERCEPTORS)
                .map(settings::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        settings.put(MAIN + INTERCEPTORS, AutomaticCommits.with(present, AuditingPollInterceptor.class.getName()));
        settings.put(MAIN + AuditingPollInterceptor.AUDIT, audit.get());
        factory.setStreamsConfiguration(settings);
    }

    /** What restores state and fills global tables is copied, not processed; it is not audited. */
    private record AuditingClientSupplier(KafkaClientSupplier delegate, Supplier<KafkaAudit> audit)
            implements KafkaClientSupplier {

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return delegate.getAdmin(config);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return audit.get().wrap(delegate.getProducer(config));
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return audit.get().wrap(delegate.getConsumer(config));
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return delegate.getRestoreConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return delegate.getGlobalConsumer(config);
        }
    }
}
