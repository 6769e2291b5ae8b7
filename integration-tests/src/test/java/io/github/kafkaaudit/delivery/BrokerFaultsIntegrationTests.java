package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away, slow, or refuses. */
class BrokerFaultsIntegrationTests {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final Duration OUTAGE = SOAK ? Duration.ofMinutes(1) : Duration.ofSeconds(4);

    private final EmbeddedAuditStack stack = FaultyServers.running();

    @TempDir
    private Path directory;

    @Test
    void deliversEverythingWhenTheBrokerIsDownAtTheStart() {
        stack.kafka().stop();
        try (AuditedLife life = life("down-at-start").start()) {
            life.record(3_000);
            await().until(() -> life.statistics().spoolSize() > 1_000);
            stack.kafka().start();
            life.record(500);
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> life.statistics().spoolSize() == 0
                            && life.statistics().sinkHealthy());
            assertNotDisturbed(life);
        }
        complete("down-at-start", 1, 3_502);
    }

    @Test
    void deliversEverythingWhenTheBrokerIsAwayInTheMiddle() {
        long recorded;
        try (AuditedLife life = life("down-in-the-middle").start()) {
            life.record(1_000);
            stack.kafka().stop();
            long end = System.nanoTime() + OUTAGE.toNanos();
            while (System.nanoTime() < end) {
                life.record(100);
                pause(20);
            }
            stack.kafka().start();
            life.record(1_000);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                var statistics = life.statistics();
                return statistics.spoolSize() == 0 && statistics.queueSize() == 0 && statistics.bytesUnderWay() == 0;
            });
            assertNotDisturbed(life);
            recorded = life.recorded();
        }
        complete("down-in-the-middle", 1, recorded + 2);
    }

    @Test
    void neitherWaitsNorLosesWhenTheBrokerNeverComes() {
        stack.kafka().stop();
        AuditedLife life =
                life("down-for-ever").limits(65_536, Duration.ofSeconds(3)).start();
        life.record(5_000);
        assertNotDisturbed(life);
        long start = System.nanoTime();
        life.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
        assertThat(life.statistics().lostTotal()).isZero();

        stack.kafka().start();
        try (AuditedLife next = life("down-for-ever").start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> next.statistics().written() >= 5_003);
        }
        complete("down-for-ever", 2, 5_000 + 4);
    }

    @Test
    void deliversEverythingWhenTheTopicIsCreatedLate() throws Exception {
        try (AuditedLife life = life("topic-late").topic("kafka-audit-late").start()) {
            life.record(2_000);
            await().until(() -> life.statistics().spoolSize() >= 1_000);
            assertNotDisturbed(life);
            createTopic("kafka-audit-late", Map.of());
            await().atMost(Duration.ofSeconds(40)).until(() -> life.statistics().written() >= 2_001);
        }
        try (var topic = new AuditTopicReader(stack.bootstrapServers(), "kafka-audit-late")) {
            assertThat(topic.sequences()).containsExactlyInAnyOrderElementsOf(AuditTopicReader.range(1, 2_002));
        }
    }

    @Test
    void deliversEverythingWhenItIsAuthorisedLate() throws Exception {
        createTopic("kafka-audit-denied", Map.of());
        var denial = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "kafka-audit-denied", PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
        try (Admin admin = admin()) {
            admin.createAcls(List.of(denial)).all().get();
            try (AuditedLife life = life("denied").topic("kafka-audit-denied").start()) {
                life.record(2_000);
                await().until(() -> life.statistics().spoolSize() >= 1_000);
                assertThat(life.statistics().sinkHealthy()).isFalse();
                // What a first connection takes a few seconds for is no failure yet.
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() ->
                                assertThat(life.statistics().lastFailure()).contains("TopicAuthorizationException"));
                admin.deleteAcls(List.of(denial.toFilter())).all().get();
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> life.statistics().written() >= 2_001);
            }
        }
        try (var topic = new AuditTopicReader(stack.bootstrapServers(), "kafka-audit-denied")) {
            assertThat(topic.sequences()).containsExactlyInAnyOrderElementsOf(AuditTopicReader.range(1, 2_002));
        }
    }

    @Test
    void writesASmallerFormOfWhatIsTooLargeForTheTopic() throws Exception {
        createTopic("kafka-audit-small", Map.of("max.message.bytes", "12000"));
        try (AuditedLife life = life("too-large").topic("kafka-audit-small").start()) {
            life.record(100);
            for (int i = 0; i < 20; i++) {
                life.record("orders", randomText(15_000));
            }
            life.record(100);
            await().atMost(Duration.ofMinutes(1)).until(() -> life.statistics().written() >= 221);
        }
        try (var topic = new AuditTopicReader(stack.bootstrapServers(), "kafka-audit-small")) {
            assertThat(topic.distinctSequences()).containsExactlyElementsOf(AuditTopicReader.range(1, 222));
        }
    }

    @Test
    void deliversEverythingToABrokerThatIsSlow() throws Exception {
        var everyone = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "kafka-audit-slow"));
        try (Admin admin = admin()) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            everyone, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 100_000.0)))))
                    .all()
                    .get();
            try (AuditedLife life =
                    life("slow").limits(4_096, Duration.ofSeconds(20)).start()) {
                for (int i = 0; i < 80; i++) {
                    life.record(125);
                    pause(25);
                }
                assertNotDisturbed(life);
                assertThat(life.statistics().written()).isLessThan(10_000);
                admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                                everyone, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", null)))))
                        .all()
                        .get();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> life.statistics().written() >= 10_001);
            }
        }
        complete("slow", 1, 10_002);
    }

    @Test
    void leavesTheRestToTheNextLifeWhenItIsShutDownWithThousandsQueued() {
        stack.kafka().stop();
        AuditedLife life =
                life("shutdown").limits(65_536, Duration.ofSeconds(2)).start();
        life.record(5_000);
        life.close();
        stack.kafka().start();
        try (AuditedLife next = life("shutdown").start()) {
            next.record(5_000);
        }
        try (AuditedLife last = life("shutdown").start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> last.statistics().spoolSize() == 0);
        }
        complete("shutdown", 3, 10_000 + 6);
    }

    private void complete(String service, int lives, long documents) {
        new Reconciliation(stack.events(), service).assertComplete(lives, documents);
    }

    /** The application must not feel that the broker is away: no call waits for it. */
    private static void assertNotDisturbed(AuditedLife life) {
        assertThat(life.longest()).isLessThan(Duration.ofMillis(500));
        assertThat(life.statistics().lostTotal()).isZero();
    }

    private AuditedLife.Builder life(String service) {
        return AuditedLife.of(service, stack.bootstrapServers()).spool(directory);
    }

    private void createTopic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.kafka().internalBootstrapServers()));
    }

    private static String randomText(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(UUID.randomUUID());
        }
        return text.substring(0, length);
    }

    /** Gives the application's traffic a rhythm; nothing is waited for. */
    private static void pause(long millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
