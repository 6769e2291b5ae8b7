package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAuditStackIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void keepsTheDataForTheNextStartWhenAsked() {
        var builder = EmbeddedAuditStack.builder().dataDirectory(directory).keepData(true);
        Map<String, String> trail;
        try (var stack = builder.start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            trail = source.ofThisTrail();
            source.send(10);
            stack.events().await(trail, 10, TIMEOUT);
        }

        try (var stack = builder.start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            stack.events().await(trail, 10, TIMEOUT);
            source.send(1);
            stack.events().await(source.ofThisTrail(), 1, TIMEOUT);
            assertThat(stack.indexer().counters()).isEqualTo(new IndexerCounters(1, 0, 0, 0));
        }
    }

    @Test
    void losesNothingWhileAServerIsAway() {
        try (var stack = EmbeddedAuditStack.builder().dataDirectory(directory).start();
                var source = new TestEvents(stack.bootstrapServers(), "kafka-audit")) {
            var addresses = List.of(stack.bootstrapServers(), stack.elasticsearchUrl());
            source.send(100);
            stack.events().await(source.ofThisTrail(), 100, TIMEOUT);

            stack.elasticsearch().stop();
            source.send(500);
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> stack.indexer().counters().retries() > 3);
            stack.elasticsearch().start();
            stack.events().await(source.ofThisTrail(), 600, TIMEOUT);

            stack.kafka().stop();
            assertThat(stack.kafka().isRunning()).isFalse();
            stack.kafka().start();
            source.send(100);
            stack.events().await(source.ofThisTrail(), 700, TIMEOUT);

            assertThat(List.of(stack.bootstrapServers(), stack.elasticsearchUrl()))
                    .isEqualTo(addresses);
            assertThat(stack.indexer().counters().indexed()).isEqualTo(700);
        }
        assertThat(directory.resolve("kafka")).doesNotExist();
        assertThat(directory.resolve("elasticsearch")).doesNotExist();
    }

    @Test
    void refusesATakenPortWithOneSentence() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var port = taken.getLocalPort();

            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(
                            () -> EmbeddedAuditStack.builder().kafkaPort(port).start())
                    .withMessage("Port %d is taken; set embedded.kafka.port to a free port, or to 0 for any.", port);
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() ->
                            EmbeddedAuditStack.builder().elasticsearchPort(port).start())
                    .withMessage(
                            "Port %d is taken; set embedded.elasticsearch.port to a free port, or to 0 for any.", port);
        }
    }
}
