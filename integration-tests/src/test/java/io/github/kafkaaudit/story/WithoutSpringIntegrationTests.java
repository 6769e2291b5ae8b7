package io.github.kafkaaudit.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.kafka.topic.KafkaAuditSink;
import io.github.kafkaaudit.spool.FileAuditSpool;
import io.github.kafkaaudit.trail.AuditTrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to people without Spring. */
@EmbeddedAudit
class WithoutSpringIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Path SOURCE =
            Path.of("src/test/java/io/github/kafkaaudit/story/WithoutSpringIntegrationTests.java");
    private static final Path README = Path.of("../README.md");

    @TempDir
    private Path directory;

    @Test
    void auditsPlainClientsByTheLinesOfTheReadme(EmbeddedAuditStack stack, AuditEvents events) throws Exception {
        tellTheStory(stack.bootstrapServers(), directory);

        Map<String, String> trail = Map.of("service.name", "ats");
        events.await(Map.of("service.name", "ats", "event.action", "audit-stopped"), 1, TIMEOUT);
        assertThat(events.search(trail))
                .extracting(event -> event.at("/event/action").asString())
                .contains("audit-started", "message-produced", "message-delivered", "offset-committed");
    }

    @Test
    void isWhatTheReadmeShows() throws IOException {
        List<String> source = Files.readAllLines(SOURCE);
        String shown =
                source
                        .subList(source.indexOf("        // tag::readme"), source.indexOf("        // end::readme"))
                        .stream()
                        .skip(1)
                        .map(line -> line.isEmpty() ? line : line.substring(8))
                        .collect(Collectors.joining("\n"));

        assertThat(Files.readString(README)).contains("```java\n" + shown + "\n```");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flush waits
    private static void tellTheStory(String servers, Path directory) {
        Map<String, Object> client =
                Map.of("bootstrap.servers", servers, "group.id", "without-spring", "auto.offset.reset", "earliest");
        // tag::readme
        var encoder = new JsonAuditEventEncoder(ServiceIdentity.of("ats"), null);
        var sink = KafkaAuditSink.create("kafka-audit", client, encoder);
        var spool = FileAuditSpool.builder(encoder.identity(), servers + "/kafka-audit")
                .directory(directory)
                .build();
        AuditTrail trail = AuditTrail.builder(encoder, sink).spool(spool).build();
        KafkaAudit audit = KafkaAudit.builder(trail).build();
        trail.start(Map.of());
        Producer<String, String> producer =
                audit.wrap(new KafkaProducer<>(client, new StringSerializer(), new StringSerializer()));
        Consumer<String, String> consumer =
                audit.wrap(new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer()));
        // … and when the clients are closed: trail.close();
        // end::readme
        try (trail;
                producer;
                consumer) {
            producer.send(new ProducerRecord<>("without.spring", "A-17", "{\"applicantId\":\"A-17\"}"));
            producer.flush();
            consumer.subscribe(List.of("without.spring"));
            await().until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
            consumer.commitSync();
        }
    }
}
