package io.github.kafkaaudit.truth;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.truth.ObservedApplication.Calls;
import io.github.kafkaaudit.truth.ObservedApplication.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** Applications that send, with and without the audit: their records and exceptions are the same afterwards. */
@EmbeddedAudit
class SameSendsIntegrationTests {

    // For what Kafka makes by its class name.
    private static volatile @Nullable Calls calls;

    static Stream<Arguments> applications() {
        return Stream.of(
                Arguments.of(SendingAgain.class, 6, List.of()),
                Arguments.of(Refusing.class, 6, List.of()),
                Arguments.of(WrongTypes.class, 4, List.of()),
                Arguments.of(TwoFactories.class, 2, List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void leavesRecordsAndExceptionsAsTheyAre(Class<?> configuration, int notes, List<String> payloads) {
        ObservedApplication.expectNoDifference(configuration, notes, payloads);
    }

    private static void send(
            Calls calls, KafkaTemplate<String, Object> template, ProducerRecord<String, Object> record) {
        try {
            TruthApplication.get((Future<?>) template.send(record));
        } catch (RuntimeException e) {
            calls.note("send threw " + e.getMessage(), e);
        }
        calls.notes.add("the record is now " + record);
    }

    /** An interceptor and a serializer add headers, which Kafka allows only for a record's first send. */
    @Configuration(proxyBeanMethods = false)
    @Settings({
        "spring.kafka.producer.value-serializer=" + "io.github.kafkaaudit.truth.EitherJsonSerializer",
        "spring.kafka.producer.properties.interceptor.classes="
                + "io.github.kafkaaudit.truth.SameSendsIntegrationTests$Adding",
        "spring.kafka.producer.properties.max.block.ms=1000"
    })
    static class SendingAgain {

        @Bean
        static ApplicationRunner sending(
                Calls calls, KafkaTemplate<String, Object> template, @Value("${topic}") String topic) {
            return arguments -> {
                ProducerRecord<String, Object> record = new ProducerRecord<>(topic, "k", List.of("v"));
                record.headers().add("removed", new byte[] {1});
                send(calls, template, record);
                send(calls, template, record);
                ProducerRecord<String, Object> nowhere = new ProducerRecord<>(topic, 7, "k", "v");
                send(calls, template, nowhere);
                ProducerRecord<String, Object> large = new ProducerRecord<>(topic, "k", "v".repeat(2 << 20));
                large.headers().add("large", new byte[0]);
                try {
                    TruthApplication.get((Future<?>) template.send(large));
                } catch (RuntimeException e) {
                    calls.note("large", e);
                }
                calls.notes.add("the large record's headers are now " + large.headers());
            };
        }
    }

    /** The very exception of the serializer reaches the sender and the interceptor. */
    @Configuration(proxyBeanMethods = false)
    @Settings({
        "spring.kafka.producer.value-serializer=io.github.kafkaaudit.truth.SameSendsIntegrationTests$Picky",
        "spring.kafka.producer.properties.interceptor.classes="
                + "io.github.kafkaaudit.truth.SameSendsIntegrationTests$Hearing"
    })
    static class Refusing {

        @Bean
        static ApplicationRunner sending(
                Calls calls, KafkaTemplate<String, Object> template, @Value("${topic}") String topic) {
            SameSendsIntegrationTests.calls = calls;
            return arguments -> {
                ProducerRecord<String, Object> record = new ProducerRecord<>(topic, "k", "refused");
                send(calls, template, record);
                send(calls, template, new ProducerRecord<>(topic, "k", "taken"));
            };
        }
    }

    /** Kafka names the serializer that cannot take what it was given. */
    @Configuration(proxyBeanMethods = false)
    static class WrongTypes {

        @Bean
        @SuppressWarnings("unchecked")
        static ApplicationRunner sending(
                Calls calls, KafkaTemplate<?, Object> template, @Value("${topic}") String topic) {
            KafkaTemplate<String, Object> sender = (KafkaTemplate<String, Object>) template;
            return arguments -> {
                send(calls, sender, new ProducerRecord<>(topic, "k", 7));
                ProducerRecord<?, Object> wrongKey = new ProducerRecord<>(topic, 7, "v");
                send(calls, sender, (ProducerRecord<String, Object>) wrongKey);
            };
        }
    }

    /** One of the application's factories has other types and is transactional. */
    @Configuration(proxyBeanMethods = false)
    static class TwoFactories {

        @Autowired
        Calls calls;

        @Autowired
        KafkaTemplate<String, byte[]> bytesTemplate;

        @Bean
        static ProducerFactory<String, String> textFactory() {
            return new DefaultKafkaProducerFactory<>(connection(), new StringSerializer(), new StringSerializer());
        }

        @Bean
        static KafkaTemplate<String, String> kafkaTemplate(ProducerFactory<String, String> textFactory) {
            return new KafkaTemplate<>(textFactory);
        }

        @Bean
        static ProducerFactory<String, byte[]> bytesFactory(@Value("${topic}") String topic) {
            DefaultKafkaProducerFactory<String, byte[]> factory =
                    new DefaultKafkaProducerFactory<>(connection(), StringSerializer::new, ByteArraySerializer::new);
            factory.setTransactionIdPrefix(topic + "-bytes-");
            return factory;
        }

        @Bean
        static KafkaTemplate<String, byte[]> bytesTemplate(ProducerFactory<String, byte[]> bytesFactory) {
            return new KafkaTemplate<>(bytesFactory);
        }

        private static Map<String, Object> connection() {
            return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TruthApplication.bootstrapServers());
        }

        @KafkaListener(topics = "${topic}")
        void receive(ConsumerRecord<String, String> record) {
            calls.note("listener", record);
            bytesTemplate.executeInTransaction(template ->
                    template.send(record.topic() + ".out", "k", record.value().getBytes(StandardCharsets.UTF_8)));
        }

        @KafkaListener(
                topics = "${topic}.out",
                properties = {
                    "isolation.level=read_committed",
                    "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer"
                })
        void receiveBytes(ConsumerRecord<String, byte[]> record) {
            calls.notes.add("bytes " + new String(record.value(), StandardCharsets.UTF_8));
        }
    }

    /** Changes the headers of the record that it gets. */
    public static final class Adding implements ProducerInterceptor<Object, Object> {

        @Override
        public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
            record.headers().add("added", new byte[] {2}).remove("removed");
            return record;
        }

        @Override
        public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /** Notes how sends end. */
    public static final class Hearing implements ProducerInterceptor<Object, Object> {

        @Override
        public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
            return record;
        }

        @Override
        public void onAcknowledgement(
                @Nullable RecordMetadata metadata, @Nullable Exception exception, Headers headers) {
            if (calls != null) {
                StringBuilder names = new StringBuilder();
                for (Header header : headers) {
                    if (!header.key().startsWith("ka-")) {
                        names.append(' ').append(header.key());
                    }
                }
                if (exception == null) {
                    calls.notes.add("acknowledged " + metadata + names);
                } else {
                    calls.note("refused " + metadata + names, exception);
                }
            }
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /** Takes only what it is asked to take, and adds a header before it refuses. */
    public static final class Picky implements Serializer<Object> {

        @Override
        public byte[] serialize(String topic, @Nullable Object data) {
            return serialize(topic, null, data);
        }

        @Override
        public byte[] serialize(String topic, @Nullable Headers headers, @Nullable Object data) {
            if (headers != null) {
                headers.add("serializer", new byte[0]);
            }
            if ("refused".equals(data)) {
                SerializationException refused = new SerializationException("refused");
                if (calls != null) {
                    calls.note("serializer", refused);
                }
                throw refused;
            }
            return String.valueOf(data).getBytes(StandardCharsets.UTF_8);
        }
    }
}
