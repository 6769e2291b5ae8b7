package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.KafkaStreamsDefaultConfiguration;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.ShareKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.core.ShareConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.messaging.handler.annotation.SendTo;

/** Clients that no listener container of the application's stands behind. */
@EmbeddedAudit
class OtherClientsRowsIntegrationTests {

    @Test
    @TruthTableRow(
            value = 43,
            when = "A consumer taken from the factory, or `KafkaTemplate.receive`, polls by itself",
            recorded = "`message-delivered` with outcome `unknown`, and the commits; no processing is claimed")
    void recordsADeliveryWhereNoListenerIsSeen() {
        TruthApplication app = TruthApplication.run("row43", Nothing.class);
        try (app) {
            app.send("k", "v");
            ConsumerFactory<String, String> factory = consumers(app);
            try (Consumer<String, String> consumer = factory.createConsumer()) {
                consumer.subscribe(List.of("row43"));
                Awaitility.await()
                        .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
                consumer.commitSync();
            }
            app.<String, String>template().setConsumerFactory(factory);
            assertThat(app.<String, String>template().receive("row43", 0, 0)).isNotNull();
        }

        assertThat(app.events().consumption("row43"))
                .containsExactly("message-delivered 0", "offset-committed 1", "message-delivered 0");
        AuditedEvent event = app.events().of("message-delivered").get(0);
        assertThat(event.text("event.outcome")).isEqualTo("unknown");
        assertThat(event.text("messaging.consumer.group.name")).isEqualTo("row43");
        assertThat(event.text("kafka_audit.payload.text")).isEqualTo("v");
    }

    @Test
    @Tag("share-consumers")
    @TruthTableRow(
            value = 44,
            when = "A share consumer (KIP-932) accepts or rejects a record; `kafka.audit.consume.share-consumers`"
                    + " must be on",
            recorded = "`message-delivered` with `share.delivery_count`, then `message-consumed` or `message-rejected`"
                    + " with `share.acknowledgement`, and the result of the acknowledgement's commit",
            limit =
                    "A share consumer's listener and bytes cannot be seen: the acknowledgement stands for the listener's"
                            + " outcome, and the payload says `unavailable` unless the consumer takes `byte[]`.")
    void recordsTheAcknowledgementsOfAShareConsumer() {
        TruthApplication.createTopic("row44", 1);
        readFromTheBeginning("row44");
        TruthApplication app =
                TruthApplication.start("row44", Sharing.class, "kafka.audit.consume.share-consumers=true");
        try (app) {
            app.send("k", "ok");
            app.send("k", "fail");
            app.events().await("message-rejected", 1);
            app.events().await("offset-committed", 1);
            assertThat(app.bean(AuditTrail.class).statistics().lastFailure()).isNull();
        }

        assertThat(app.events().consumption("row44"))
                .contains("message-delivered 0", "message-consumed 0", "message-delivered 1", "message-rejected 1")
                .doesNotContain("message-consumed 1");
        AuditedEvent consumed = app.events().only("message-consumed");
        assertThat(consumed.number("kafka_audit.share.delivery_count")).isEqualTo(1);
        assertThat(consumed.text("kafka_audit.share.acknowledgement")).isEqualTo("accept");
        assertThat(consumed.text("messaging.consumer.group.name")).isEqualTo("row44");
        assertThat(app.events().of("message-rejected").get(0).text("kafka_audit.share.acknowledgement"))
                .isIn("reject", "release");
        assertThat(app.events().of("offset-commit-failed")).isEmpty();
    }

    @Test
    @TruthTableRow(
            value = 45,
            when = "Kafka Streams reads, processes and writes",
            recorded = "`message-delivered`, `message-produced` and the commits; no outcome of processing is claimed",
            limit = "What restores state stores or fills global tables is not audited.")
    void recordsWhatKafkaStreamsReadsAndWrites() {
        TruthApplication.createTopic("row45.out", 1);
        TruthApplication app = TruthApplication.run("row45", Streaming.class);
        try (app) {
            app.send("k", "v");
            app.events().awaitMatching(event -> event.topic().equals("row45.out"), 1);
            app.events().await("offset-committed", 1);
        }

        assertThat(app.events().consumption("row45")).containsExactly("message-delivered 0", "offset-committed 1");
        assertThat(app.events().production("row45.out")).containsExactly("message-produced 0");
        assertThat(app.events().of("message-consumed")).isEmpty();
        AuditedEvent written = app.events()
                .matching(event -> event.topic().equals("row45.out"))
                .get(0);
        assertThat(written.text("kafka_audit.payload.text")).isEqualTo("V");
    }

    @Test
    void auditsFactoriesInsideARoutingTemplate() {
        TruthApplication app = TruthApplication.run("routing", Routing.class);
        try (app) {
            TruthApplication.get(app.bean(RoutingKafkaTemplate.class).send("routing", "k", "v"));
        }

        assertThat(app.events().production("routing")).containsExactly("message-produced 0");
    }

    @Test
    void auditsTheReplyContainerInsideAReplyingTemplate() {
        TruthApplication.createTopic("replying.replies", 1);
        TruthApplication app = TruthApplication.run("replying", Replying.class);
        try (app) {
            var reply = app.bean(Asking.class)
                    .template()
                    .sendAndReceive(
                            new org.apache.kafka.clients.producer.ProducerRecord<>("replying", "k", "v"),
                            Duration.ofSeconds(20));
            assertThat(TruthApplication.get(reply).value()).isEqualTo("re: v");
            app.events().awaitMatching(event -> event.topic().equals("replying.replies"), 2);
        }

        assertThat(app.events().consumption("replying")).contains("message-consumed 0");
        assertThat(app.events().consumption("replying.replies")).contains("message-consumed 0");
    }

    @SuppressWarnings("unchecked")
    private static ConsumerFactory<String, String> consumers(TruthApplication app) {
        return app.bean("kafkaConsumerFactory", ConsumerFactory.class);
    }

    private static void readFromTheBeginning(String group) {
        try (Admin admin = TruthApplication.admin()) {
            TruthApplication.get(admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    static class Sharing {

        @Bean
        static ShareConsumerFactory<String, String> shareConsumerFactory(
                @Value("${spring.kafka.bootstrap-servers}") String brokers) {
            return new DefaultShareConsumerFactory<>(
                    Map.<String, Object>of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ConsumerConfig.GROUP_ID_CONFIG, "row44"),
                    StringDeserializer::new,
                    StringDeserializer::new);
        }

        @Bean
        static ShareKafkaListenerContainerFactory<String, String> shareFactory(
                ShareConsumerFactory<String, String> factory) {
            return new ShareKafkaListenerContainerFactory<>(factory);
        }

        @KafkaListener(topics = "${topic}", groupId = "row44", containerFactory = "shareFactory")
        void receive(String payload) {
            RecordListenerRows.failIfAsked(payload);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafkaStreams
    static class Streaming {

        @Bean(name = KafkaStreamsDefaultConfiguration.DEFAULT_STREAMS_CONFIG_BEAN_NAME)
        static KafkaStreamsConfiguration streams(@Value("${spring.kafka.bootstrap-servers}") String brokers) {
            Map<String, Object> settings = new HashMap<>();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "row45");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            return new KafkaStreamsConfiguration(settings);
        }

        @Bean
        static KStream<String, String> shouting(StreamsBuilder builder) {
            KStream<String, String> lines = builder.stream("row45", Consumed.with(Serdes.String(), Serdes.String()));
            lines.mapValues(line -> line.toUpperCase(java.util.Locale.ROOT))
                    .to("row45.out", Produced.with(Serdes.String(), Serdes.String()));
            return lines;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Routing {

        @Bean
        static RoutingKafkaTemplate routing(ProducerFactory<?, ?> boots) {
            Map<Pattern, ProducerFactory<Object, Object>> factories = new LinkedHashMap<>();
            factories.put(
                    Pattern.compile("routing"), new DefaultKafkaProducerFactory<>(boots.getConfigurationProperties()));
            return new RoutingKafkaTemplate(factories);
        }
    }

    record Asking(ReplyingKafkaTemplate<String, String, String> template) {}

    @Configuration(proxyBeanMethods = false)
    static class Replying {

        @Bean
        static ReplyingKafkaTemplate<String, String, String> asking(
                ProducerFactory<String, String> producers, ConsumerFactory<String, String> consumers) {
            ContainerProperties properties = new ContainerProperties(new TopicPartitionOffset("replying.replies", 0));
            properties.setGroupId("asking");
            return new ReplyingKafkaTemplate<>(producers, new KafkaMessageListenerContainer<>(consumers, properties));
        }

        @Bean
        @Primary
        static KafkaTemplate<?, ?> kafkaTemplate(ProducerFactory<String, String> producers) {
            return new KafkaTemplate<>(producers);
        }

        @Bean
        static Asking holder(ReplyingKafkaTemplate<String, String, String> template) {
            return new Asking(template);
        }

        @KafkaListener(topics = "${topic}", groupId = "answering")
        @SendTo
        String answer(String payload) {
            return "re: " + payload;
        }
    }
}
