package io.github.kafkaaudit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A broker that neither takes nor refuses: what is recorded meanwhile must not exist in memory only. */
class FrozenBrokerIntegrationTests {

    private static final String SERVICE = "frozen";
    private static final int PER_SECOND = 1_000;

    @TempDir
    private Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void costsLessThanASecondWhenTheProcessIsKilled() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start()) {
            String servers = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                admin.createTopics(List.of(new NewTopic(SERVICE + "-audit", 3, (short) 1)))
                        .all()
                        .get();
            }
            AuditedProcess process = AuditedProcess.start(RecordingProcess.class, SERVICE, servers, directory);
            await().atMost(Duration.ofMinutes(1)).until(() -> process.safe() > 3 * PER_SECOND);
            broker.freeze();
            long frozenAt = process.safe();
            await().atMost(Duration.ofMinutes(1)).until(() -> process.safe() > frozenAt + 4 * PER_SECOND);
            process.kill();
            long recorded = process.safe();
            broker.thaw();

            try (AuditedLife next = AuditedLife.of(SERVICE, servers)
                    .topic(SERVICE + "-audit")
                    .spool(directory)
                    .start()) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> next.statistics().written() > 1
                                && next.statistics().spoolSize() == 0
                                && next.statistics().bytesUnderWay() == 0);
            }
            Set<Long> arrived = arrived(servers, process.ephemeralId());
            long missing = recorded
                    - arrived.stream().filter(sequence -> sequence <= recorded).count();
            System.out.println("frozen broker: " + missing + " of " + recorded + " events lost by the kill");
            assertThat(missing).isLessThan(PER_SECOND);
            // What is missing is the end: nothing younger has arrived.
            assertThat(arrived.stream().mapToLong(Long::longValue).max().orElse(0))
                    .isEqualTo(arrived.size());
        }
    }

    private static Set<Long> arrived(String servers, String ephemeralId) {
        Set<Long> sequences = new TreeSet<>();
        try (var topic = new AuditTopicReader(servers, SERVICE + "-audit")) {
            topic.events().stream()
                    .filter(event ->
                            ephemeralId.equals(event.at("/service/ephemeral_id").asString("")))
                    .forEach(event -> sequences.add(event.at("/event/sequence").asLong()));
        }
        return sequences;
    }
}
