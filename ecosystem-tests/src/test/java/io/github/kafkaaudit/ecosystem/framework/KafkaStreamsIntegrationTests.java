package io.github.kafkaaudit.ecosystem.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.ecosystem.Broker;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;

/** What Kafka Streams reads, writes and commits, with the protocol of consumer groups and with its own. */
@ExtendWith(Broker.class)
class KafkaStreamsIntegrationTests {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void recordsWhatIsReadWrittenAndCommitted(String protocol) throws Exception {
        String name = "streams-" + protocol;
        Broker.createTopics(name + ".in", name + ".out");
        try (AuditedApplication application = AuditedApplication.start(
                Topology.class,
                name,
                "spring.kafka.streams.properties.group.protocol=" + protocol,
                "spring.kafka.streams.properties.commit.interval.ms=100",
                "spring.kafka.streams.properties.auto.offset.reset=earliest",
                "spring.kafka.streams.replication-factor=1")) {
            application.send(name + ".in", "v");
            application.await(name + ".out", "message-produced 0");
            application.awaitCommit(name + ".in", 1);

            assertThat(application.events(name + ".in"))
                    .containsExactlyInAnyOrder("message-produced 0", "message-delivered 0");
            assertThat(application.events(name + ".out")).containsExactly("message-produced 0");
            assertThat(application.all())
                    .filteredOn(event -> event.action().equals("message-delivered"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.group()).isEqualTo(name);
                        assertThat(event.field("kafka_audit.payload.text")).isEqualTo("v");
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableKafkaStreams
    static class Topology {

        @Bean
        KStream<String, String> shout(StreamsBuilder builder, @Value("${topic}") String topic) {
            KStream<String, String> stream =
                    builder.stream(topic + ".in", Consumed.with(Serdes.String(), Serdes.String()));
            stream.mapValues(value -> value.toUpperCase(Locale.ROOT))
                    .to(topic + ".out", Produced.with(Serdes.String(), Serdes.String()));
            return stream;
        }
    }
}
