package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;

/** What the application makes its clients of stays its own: as many instances, asked for as often, closed as often. */
class ClientFactoriesTests {

    private final RecordedTrail trail = new RecordedTrail();

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void givesEachConsumerTheDeserializerThatTheSupplierMadeForIt() {
        List<Counted> made = new ArrayList<>();
        DefaultKafkaConsumerFactory<String, String> factory = audited(new DefaultKafkaConsumerFactory<>(
                consumers(Map.of()), StringDeserializer::new, () -> Counted.addedTo(made)));
        assertThat(made).as("asked for by the installation").isEmpty();

        Consumer<String, String> first = factory.createConsumer();
        Consumer<String, String> second = factory.createConsumer();
        first.close();

        assertThat(made)
                .hasSize(2)
                .extracting(deserializer -> deserializer.closed)
                .containsExactly(1, 0);
        second.close();
        assertThat(made).extracting(deserializer -> deserializer.closed).containsExactly(1, 1);
    }

    @Test
    void givesEachProducerTheSerializerThatTheSupplierMadeForIt() {
        List<Serializer<String>> made = new ArrayList<>();
        DefaultKafkaProducerFactory<String, String> factory =
                new DefaultKafkaProducerFactory<>(producers(Map.of()), StringSerializer::new, () -> {
                    StringSerializer serializer = new StringSerializer();
                    made.add(serializer);
                    return serializer;
                });
        factory.setProducerPerThread(true);
        trail.spring().install(factory, "factory");
        assertThat(made).as("asked for by the installation").isEmpty();

        factory.createProducer();
        ProducerFactory<String, String> copy = factory.copyWithConfigurationOverride(Map.of("linger.ms", 1));
        copy.createProducer();

        assertThat(made).hasSize(2);
        factory.reset();
        copy.reset();
    }

    @Test
    void showsTheApplicationItsOwnSerializersWhenItAsksTheFactory() {
        StringSerializer keys = new StringSerializer();
        StringDeserializer values = new StringDeserializer();
        DefaultKafkaProducerFactory<String, String> producers =
                new DefaultKafkaProducerFactory<>(producers(Map.of()), keys, new StringSerializer());
        trail.spring().install(producers, "producers");
        DefaultKafkaConsumerFactory<String, String> consumers =
                audited(new DefaultKafkaConsumerFactory<>(consumers(Map.of()), new StringDeserializer(), values));

        assertThat(producers.getKeySerializer()).isSameAs(keys);
        assertThat(consumers.getValueDeserializer()).isSameAs(values);
    }

    @Test
    void leavesAnErrorHandlingDeserializerVisibleToTheContainer() {
        ErrorHandlingDeserializer<String> safe = new ErrorHandlingDeserializer<>(new StringDeserializer());
        DefaultKafkaConsumerFactory<String, String> factory =
                audited(new DefaultKafkaConsumerFactory<>(consumers(Map.of()), new StringDeserializer(), safe));

        assertThat(factory.getValueDeserializer()).isSameAs(safe);
    }

    @Test
    void wrapsWhatAnErrorHandlingDeserializerOfTheApplicationsOwnKindWraps() {
        DefaultKafkaConsumerFactory<String, String> factory =
                audited(new DefaultKafkaConsumerFactory<>(consumers(Map.of(
                        "value.deserializer",
                        OwnErrorHandling.class,
                        ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS,
                        StringDeserializer.class))));

        assertThat(factory.getConfigurationProperties())
                .containsEntry("value.deserializer", OwnErrorHandling.class)
                .containsEntry("kafka.audit.value.deserializer", StringDeserializer.class);
        factory.createConsumer().close();
    }

    @Test
    void saysWherePayloadsCannotBeSeen() {
        audited(new DefaultKafkaConsumerFactory<>(consumers(Map.of("value.deserializer", OwnErrorHandling.class))));

        assertThat(trail.spring().coverage().report())
                .extractingByKey("payloads values of factory")
                .asString()
                .startsWith("not covered");
    }

    @Test
    void passesTheMetricsOfMonitorableSerializersOn() {
        Map<String, Object> producerSettings = producers(Map.of("value.serializer", MeteredSerializer.class));
        Map<String, Object> consumerSettings = consumers(Map.of("value.deserializer", MeteredDeserializer.class));

        List<Map<String, String>> plain = meters(
                new DefaultKafkaProducerFactory<>(producerSettings),
                new DefaultKafkaConsumerFactory<>(consumerSettings));
        DefaultKafkaProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(producerSettings);
        trail.spring().install(producers, "producers");
        List<Map<String, String>> audited =
                meters(producers, audited(new DefaultKafkaConsumerFactory<>(consumerSettings)));

        assertThat(audited).hasSize(2).isEqualTo(plain);
    }

    @Test
    void passesTheMetricsOfMonitorableSerializersOnThatAreObjects() {
        List<Map<String, String>> plain = meters(metered(), meteredConsumers());
        DefaultKafkaProducerFactory<String, String> producers = metered();
        trail.spring().install(producers, "producers");

        assertThat(meters(producers, audited(meteredConsumers()))).hasSize(2).isEqualTo(plain);
    }

    @Test
    void auditsProducersThatTheFactorysClassMakesByItself() throws ExecutionException, InterruptedException {
        MockProducer<String, String> mock =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        DefaultKafkaProducerFactory<String, String> factory = new DefaultKafkaProducerFactory<>(producers(Map.of())) {
            @Override
            protected Producer<String, String> createRawProducer(Map<String, Object> rawConfigs) {
                return mock;
            }
        };
        trail.spring().install(factory, "factory");

        new KafkaTemplate<>(factory).send("topic", "value").get();

        assertThat(trail.events("message-produced")).hasSize(1);
        assertThat(mock.history()).hasSize(1);
    }

    @Test
    void namesAProducerThatItCouldNotAuditWhenItIsMade() {
        DefaultKafkaProducerFactory<String, String> factory = new OwnShells(producers(Map.of()));
        trail.spring().install(factory, "factory");

        ((OwnShells) factory).announce(new MockProducer<>(true, null, new StringSerializer(), new StringSerializer()));

        assertThat(trail.spring().coverage().report())
                .extractingByKey("producer own-1")
                .asString()
                .startsWith("not covered");
    }

    @Test
    void wrapsAProducerOnceThoughAnotherPostProcessorHidesThatItIsWrapped() throws Exception {
        MockProducer<String, String> mock =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        List<ProducerPostProcessor<String, String>> installed = new ArrayList<>();
        ForgetfulFactory factory = new ForgetfulFactory(installed);
        trail.spring().install(factory, "first look");
        trail.spring().install(factory, "second look");

        Producer<String, String> producer = mock;
        for (ProducerPostProcessor<String, String> known : installed) {
            producer = ForwardingProducer.around(known.apply(producer));
        }
        producer.send(new ProducerRecord<>("topic", "value")).get();

        assertThat(trail.events("message-produced")).hasSize(1);
    }

    private <K, V> DefaultKafkaConsumerFactory<K, V> audited(DefaultKafkaConsumerFactory<K, V> factory) {
        trail.spring().install(factory, "factory");
        return factory;
    }

    private static DefaultKafkaProducerFactory<String, String> metered() {
        return new DefaultKafkaProducerFactory<>(producers(Map.of()), new StringSerializer(), new MeteredSerializer());
    }

    private static DefaultKafkaConsumerFactory<String, String> meteredConsumers() {
        return new DefaultKafkaConsumerFactory<>(
                consumers(Map.of()), new StringDeserializer(), new MeteredDeserializer());
    }

    private static List<Map<String, String>> meters(
            DefaultKafkaProducerFactory<String, String> producers,
            DefaultKafkaConsumerFactory<String, String> consumers) {
        List<Map<String, String>> tags = new ArrayList<>();
        Producer<String, String> producer = producers.createProducer();
        tags.addAll(own(producer.metrics().keySet()));
        producers.reset();
        try (Consumer<String, String> consumer = consumers.createConsumer()) {
            tags.addAll(own(consumer.metrics().keySet()));
        }
        return tags;
    }

    private static List<Map<String, String>> own(Set<MetricName> names) {
        return names.stream()
                .filter(metric -> metric.name().equals("own"))
                .map(metric -> {
                    Map<String, String> tags = new LinkedHashMap<>(metric.tags());
                    tags.remove("client-id");
                    return tags;
                })
                .toList();
    }

    private static Map<String, Object> producers(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, Object> consumers(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "group.id",
                "group",
                "enable.auto.commit",
                false,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class));
        settings.putAll(more);
        return settings;
    }

    private static final class Counted implements Deserializer<String> {

        private int closed;

        private static Counted addedTo(List<Counted> made) {
            Counted counted = new Counted();
            made.add(counted);
            return counted;
        }

        @Override
        public String deserialize(String topic, byte[] data) {
            return new String(data, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** An application's own kind. */
    public static final class OwnErrorHandling extends ErrorHandlingDeserializer<String> {

        /** For Kafka. */
        public OwnErrorHandling() {}
    }

    /** With a metric of its own. */
    public static final class MeteredSerializer extends StringSerializer implements Monitorable {

        /** For Kafka. */
        public MeteredSerializer() {}

        @Override
        public void withPluginMetrics(PluginMetrics metrics) {
            metrics.addMetric(metrics.metricName("own", "own", new LinkedHashMap<>()), (Measurable) (config, now) -> 1);
        }
    }

    /** With a metric of its own. */
    public static final class MeteredDeserializer extends StringDeserializer implements Monitorable {

        /** For Kafka. */
        public MeteredDeserializer() {}

        @Override
        public void withPluginMetrics(PluginMetrics metrics) {
            metrics.addMetric(metrics.metricName("own", "own", new LinkedHashMap<>()), (Measurable) (config, now) -> 1);
        }
    }

    /** A factory that makes producers in its own way. */
    private static final class OwnShells extends DefaultKafkaProducerFactory<String, String> {

        private OwnShells(Map<String, Object> configs) {
            super(configs);
        }

        private void announce(Producer<String, String> producer) {
            getListeners().forEach(listener -> listener.producerAdded("own-1", producer));
        }
    }

    /** A factory that takes post-processors and shows none. */
    private record ForgetfulFactory(List<ProducerPostProcessor<String, String>> installed)
            implements ProducerFactory<String, String> {

        @Override
        public Producer<String, String> createProducer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addPostProcessor(ProducerPostProcessor<String, String> postProcessor) {
            installed.add(postProcessor);
        }
    }
}
