package io.github.kafkaaudit.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.AuditEvents;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import io.github.kafkaaudit.embedded.junit.EmbeddedAudit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The actuator endpoint as an operator uses it: over HTTP, while messages flow. */
@EmbeddedAudit
class EndpointIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SERVICE = "endpoint";
    private static final String SECRET = "a-long-and-secret-secret";

    private static ConfigurableApplicationContext context;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start(EmbeddedAuditStack stack) {
        context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--spring.main.web-application-type=servlet",
                        "--server.port=0",
                        "--management.endpoints.web.exposure.include=kafkaaudit",
                        "--spring.application.name=" + SERVICE,
                        "--spring.kafka.bootstrap-servers=" + stack.bootstrapServers(),
                        "--spring.kafka.consumer.auto-offset-reset=earliest",
                        "--kafka.audit.masking.fields=email",
                        "--kafka.audit.masking.hmac-secret=" + SECRET,
                        "--kafka.audit.producer.properties.ssl.key.password=" + SECRET,
                        "--kafka.audit.elasticsearch.api-key=" + SECRET);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void showsWhatIsAuditedAndNoSecret() throws Exception {
        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode shown = JsonMapper.shared().readTree(answer.body());
        assertThat(shown.path("enabled").asBoolean()).isTrue();
        assertThat(shown.path("service").asString()).isEqualTo(SERVICE);
        assertThat(shown.path("coverage").toString()).contains("producer factory kafkaProducerFactory");
        assertThat(shown.path("settings")
                        .path("kafka.audit.masking.hmac-secret")
                        .asString())
                .isEqualTo("******");
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void changesTheCaptureOfATopicFromOneMessageToTheNext(AuditEvents events) throws Exception {
        send("endpoint.capture", "{\"n\":1}");
        awaitEvents(events, "message-consumed", "endpoint.capture", 1);

        HttpResponse<String> changed = post("", "{\"topics\":\"endpoint.capture\",\"capture\":\"hash\"}");
        send("endpoint.capture", "{\"n\":2}");
        List<JsonNode> consumed = awaitEvents(events, "message-consumed", "endpoint.capture", 2);
        post("", "{\"topics\":\"endpoint.capture\",\"capture\":\"full\"}");
        send("endpoint.capture", "{\"n\":3}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"endpoint.capture\":\"hash\"");
        assertThat(consumed)
                .extracting(event -> event.at("/kafka_audit/payload/format").asString())
                .containsExactly("json", "hash");
        assertThat(consumed.get(1).at("/kafka_audit/payload/json").isMissingNode())
                .isTrue();
        assertThat(awaitEvents(events, "message-produced", "endpoint.capture", 3))
                .extracting(event -> event.at("/kafka_audit/payload/format").asString())
                .containsExactly("json", "hash", "json");
        assertThat(events.search(Map.of("service.name", SERVICE, "event.action", "audit-changed")))
                .extracting(event -> event.path("kafka_audit")
                        .path("coverage")
                        .path("capture endpoint.capture")
                        .asString(""))
                .filteredOn(capture -> !capture.isEmpty())
                .containsExactly("hash", "full");
    }

    @Test
    void switchesAuditingOffAndOnAgain(AuditEvents events) throws Exception {
        send("endpoint.switch", "{\"n\":1}");
        awaitEvents(events, "message-consumed", "endpoint.switch", 1);

        assertThat(post("", "{\"enabled\":false}").body()).contains("\"enabled\":false");
        send("endpoint.switch", "{\"n\":2}");
        Application.await("{\"n\":2}");
        assertThat(JsonMapper.shared().readTree(get().body()).path("enabled").asBoolean(true))
                .isFalse();
        assertThat(post("", "{\"enabled\":true}").body()).contains("\"enabled\":true");
        send("endpoint.switch", "{\"n\":3}");

        assertThat(awaitEvents(events, "message-consumed", "endpoint.switch", 2))
                .extracting(event -> event.at("/kafka_audit/payload/json/n").asInt())
                .containsExactly(1, 3);
        assertThat(awaitEvents(events, "message-produced", "endpoint.switch", 2))
                .extracting(event -> event.at("/kafka_audit/payload/json/n").asInt())
                .containsExactly(1, 3);
    }

    @Test
    void computesTheTermThatFindsAMaskedValueInElasticsearch(AuditEvents events) throws Exception {
        send("endpoint.masked", "{\"email\":\"a@b.example\"}");
        send("endpoint.masked", "{\"email\":\"other@b.example\"}");
        awaitEvents(events, "message-produced", "endpoint.masked", 2);

        HttpResponse<String> answer = post("/search-term", "{\"value\":\"a@b.example\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("a@b.example");
        String term = JsonMapper.shared().readTree(answer.body()).path("term").asString();
        assertThat(events.search(Map.of(
                        "service.name", SERVICE,
                        "event.action", "message-produced",
                        "kafka_audit.payload.json.email", term)))
                .hasSize(1);
    }

    @Test
    void refusesWhatItCannotDoWithOneSentence() throws Exception {
        assertRefused(post("", "{}"), "Say what to change");
        assertRefused(post("", "{\"topics\":\"endpoint.capture\"}"), "belong together");
        assertRefused(post("", "{\"topics\":\"endpoint.capture\",\"capture\":\"most\"}"), "is \\\"full\\\"");
        assertRefused(post("", "{\"topics\":\"" + "*".repeat(1_000_000) + "\",\"capture\":\"hash\"}"), "at most 249");
        assertRefused(post("/other", "{\"value\":\"x\"}"), "search-term");
        assertRefused(post("/search-term", "{}"), "which \\\"value\\\"");
    }

    private static void assertRefused(HttpResponse<String> answer, String sentence) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"message\":\"").contains(sentence);
    }

    private static List<JsonNode> awaitEvents(AuditEvents events, String action, String topic, int number) {
        return events.await(
                Map.of("service.name", SERVICE, "event.action", action, "messaging.destination.name", topic),
                number,
                TIMEOUT);
    }

    @SuppressWarnings("unchecked")
    private static void send(String topic, String payload) throws Exception {
        context.getBean(KafkaTemplate.class).send(topic, payload).get();
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri("")).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port")
                + "/actuator/kafkaaudit" + path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        private static final Set<String> RECEIVED = ConcurrentHashMap.newKeySet();

        static void await(String payload) {
            Awaitility.await().atMost(TIMEOUT).until(() -> RECEIVED.contains(payload));
        }

        @KafkaListener(
                id = SERVICE,
                topics = {"endpoint.capture", "endpoint.switch"})
        void receive(String payload) {
            RECEIVED.add(Objects.requireNonNull(payload));
        }
    }
}
