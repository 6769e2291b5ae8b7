package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import io.github.kafkaaudit.embedded.junit.EmbeddedAuditExtension;
import io.github.kafkaaudit.trail.AuditTrail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import tools.jackson.databind.JsonNode;

/** A committed offset without an audit event does not exist where the commit barrier is on. */
@EmbeddedAudit
class CommitBarrierIntegrationTests {

    private static final int KILLS = Boolean.getBoolean("soak") ? 100 : 20;

    // The application's records and the audit's are on two clusters, so that one can be away.
    private final String application = EmbeddedAuditExtension.stack().bootstrapServers();
    private final EmbeddedAuditStack auditing = FaultyServers.running();
    private final Random random = new Random();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"record", "batch", "manual_immediate"})
    void holdsOffsetsBackWhileTheEventsAreNowhereSafe(String ackMode) {
        String name = "barrier-" + ackMode.replace('_', '-');
        createTopic(application, name);
        try (ConfigurableApplicationContext context = run(name, ackMode)) {
            Listener listener = context.getBean(Listener.class);
            AuditTrail trail = context.getBean(AuditTrail.class);
            await(name).atMost(Duration.ofMinutes(1)).until(() -> trail.flush(Duration.ofSeconds(1)));
            send(application, name, 1);
            await(name).until(() -> committed(application, name) == 1);

            auditing.kafka().stop();
            int before = listener.calls.get();
            send(application, name, 1);
            await(name).until(() -> listener.calls.get() > before);
            await(name).during(Duration.ofSeconds(2)).until(() -> committed(application, name) == 1);

            auditing.kafka().start();
            await(name).atMost(Duration.ofMinutes(1)).until(() -> trail.flush(Duration.ofSeconds(1)));
            send(application, name, 1);
            await(name).until(() -> committed(application, name) == 3);
            assertThat(handedOut(auditing.bootstrapServers(), "kafka-audit", name))
                    .containsAll(coordinates(name, 3));
        }
    }

    @Test
    void leavesNoCommittedOffsetWithoutAnEventWhenTheProcessIsKilled() throws Exception {
        String name = "barrier-killed";
        String servers = auditing.bootstrapServers();
        createTopic(servers, name);
        send(servers, name, 40_000);
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill == KILLS / 2) {
                // Until now the audit had nowhere to go but the spool.
                createTopic(servers, name + "-audit");
            }
            AuditedProcess process = AuditedProcess.start(CommittingProcess.class, name, servers, directory);
            await().atMost(Duration.ofMinutes(1)).until(() -> process.safe() > 0);
            // Kills at no particular moment.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
            process.kill();
        }
        try (AuditedLife last = AuditedLife.of(name, servers)
                .topic(name + "-audit")
                .spool(directory)
                .start()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                var statistics = last.statistics();
                return statistics.written() > 0 && statistics.spoolSize() == 0 && statistics.bytesUnderWay() == 0;
            });
        }

        long committed = committed(servers, name);
        assertThat(committed).isGreaterThan(KILLS);
        assertThat(handedOut(servers, name + "-audit", name)).containsAll(coordinates(name, committed));
    }

    private ConfigurableApplicationContext run(String name, String ackMode) {
        return new SpringApplicationBuilder(Listener.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.application.name=" + name,
                        "spring.kafka.bootstrap-servers=" + application,
                        "spring.kafka.consumer.group-id=" + name,
                        "spring.kafka.consumer.auto-offset-reset=earliest",
                        "spring.kafka.listener.ack-mode=" + ackMode,
                        "kafka.audit.producer.bootstrap-servers=" + auditing.bootstrapServers(),
                        "kafka.audit.topic-creation.enabled=true",
                        "kafka.audit.topic-creation.replication=1",
                        "kafka.audit.spool.enabled=false",
                        "kafka.audit.shutdown-timeout=1s",
                        "kafka.audit.commits.barrier.enabled=true",
                        "kafka.audit.commits.barrier.timeout=1s",
                        "topic=" + name,
                        "logging.level.root=off")
                .run();
    }

    private static void createTopic(String servers, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(String servers, String topic, int count) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, "k", "v"));
            }
        }
    }

    private static long committed(String servers, String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(group, 0));
            return offset == null ? -1 : offset.offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The coordinates of the records about whose hand-out to the group there is an event. */
    private static Set<String> handedOut(String servers, String auditTopic, String group) {
        Set<String> coordinates = new HashSet<>();
        try (AuditTopicReader reader = new AuditTopicReader(servers, auditTopic)) {
            for (JsonNode event : reader.events()) {
                String action = event.path("event").path("action").asString("");
                if (List.of("message-consumed", "message-delivered").contains(action)
                        && event.at("/messaging/consumer/group/name")
                                .asString("")
                                .equals(group)) {
                    coordinates.add(event.at("/kafka_audit/record/coordinate").asString(""));
                }
            }
        }
        return coordinates;
    }

    private static Set<String> coordinates(String topic, long upTo) {
        Set<String> coordinates = new HashSet<>();
        for (long offset = 0; offset < upTo; offset++) {
            coordinates.add(topic + "/0/" + offset);
        }
        return coordinates;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Listener {

        private final AtomicInteger calls = new AtomicInteger();

        @KafkaListener(id = "barrier", idIsGroup = false, topics = "${topic}")
        void receive(Message<String> message) {
            calls.incrementAndGet();
            if (message.getHeaders().get(KafkaHeaders.ACKNOWLEDGMENT) instanceof Acknowledgment acknowledgment) {
                acknowledgment.acknowledge();
            }
        }
    }
}
