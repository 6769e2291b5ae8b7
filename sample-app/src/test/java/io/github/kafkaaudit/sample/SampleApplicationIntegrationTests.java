package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@EmbeddedAudit
class SampleApplicationIntegrationTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tellsTheStoryToServersThatRunElsewhereAndEndsWithZero(EmbeddedAuditStack stack) {
        assertThat(run(elsewhere(stack, "--sample.exit=true"))).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("=> PUBLISHED ONCE by ats")
                .contains("=> PUBLISHED 4 TIMES by ats")
                .contains("delivered 3 times because 2 attempts failed")
                .contains("DEAD-LETTERED by jobda to recruit.result-dlt/0/")
                .doesNotContain("!!");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 120);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void settlesTheSameStoryWhenTheConsumingServiceRunsElsewhere(EmbeddedAuditStack stack) {
        try (var jobda = Services.start(Set.of("jobda"), stack.bootstrapServers())) {
            assertThat(jobda.get("jobda")).isNotNull();

            assertThat(run(elsewhere(stack, "--sample.exit=true", "--sample.services=ats")))
                    .isZero();
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("=> PUBLISHED 4 TIMES by ats")
                .doesNotContain("!!");
    }

    @Test
    void endsWithOneWhenAVerdictIsNotTheExpectedOne(EmbeddedAuditStack stack) {
        assertThat(run(elsewhere(stack, "--sample.exit=true", "--sample.services=ats", "--sample.timeout=1s")))
                .isOne();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("!! Expected: published once, consumed once.");
    }

    @Test
    void endsWithOneAndOneSentenceWhenAPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--embedded.kafka.port=" + taken.getLocalPort(), "--embedded.elasticsearch.port=0"))
                    .isOne();

            assertThat(err.toString(StandardCharsets.UTF_8).strip())
                    .isEqualTo("Port " + taken.getLocalPort()
                            + " is taken; set embedded.kafka.port to a free port, or to 0 for any.");
        }
    }

    private static String[] elsewhere(EmbeddedAuditStack stack, String... more) {
        var args = new ArrayList<>(List.of(more));
        args.add("--sample.embedded=false");
        args.add("--spring.kafka.bootstrap-servers=" + stack.bootstrapServers());
        args.add("--sample.elasticsearch.url=" + stack.elasticsearchUrl());
        return args.toArray(String[]::new);
    }

    private int run(String... args) {
        return SampleApplication.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
