package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@EmbeddedAudit
class WebConsoleIntegrationTests {

    private static final SampleSettings.Elasticsearch WITHOUT_LOGIN =
            new SampleSettings.Elasticsearch("", null, null, null);

    @Test
    void answersForEachActAtTheAddressThatIsPrinted(EmbeddedAuditStack stack) throws Exception {
        var settled = StoryIntegrationTests.play(stack);
        try (var web = WebConsole.start(0, stack.elasticsearchUrl(), WITHOUT_LOGIN)) {
            var out = new ByteArrayOutputStream();
            new Console(new PrintStream(out, true, StandardCharsets.UTF_8), ZoneOffset.UTC).settled(settled, web);
            var addresses = out.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("http"))
                    .toList();
            assertThat(addresses).hasSize(4);

            assertThat(page(addresses.get(0))).contains("PUBLISHED ONCE");
            assertThat(page(addresses.get(1))).contains("PUBLISHED 4 TIMES", "only /sentAt differs");
            assertThat(page(addresses.get(2))).contains("PUBLISHED ONCE", "MailTimeoutException");
            assertThat(page(addresses.get(3))).contains("PUBLISHED ONCE", "DEAD-LETTERED");
        }
    }

    @Test
    void saysWhichPortIsTaken(EmbeddedAuditStack stack) {
        try (var web = WebConsole.start(0, stack.elasticsearchUrl(), WITHOUT_LOGIN)) {
            var port = URI.create(web.address()).getPort();

            assertThatExceptionOfType(SampleException.class)
                    .isThrownBy(() -> WebConsole.start(port, stack.elasticsearchUrl(), WITHOUT_LOGIN))
                    .withMessage(
                            "Port " + port + " is taken; set sample.console.port to a free port, or to 0 for any.");
        }
    }

    private static String page(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
