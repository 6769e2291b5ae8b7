package io.github.kafkaaudit.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.console.evidence.Verification;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import tools.jackson.databind.json.JsonMapper;

class ConsoleWebTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext console;
    private static String address;
    private static Path events;

    @BeforeAll
    static void start() throws IOException {
        events = WebTrail.of(Instant.now().minus(Duration.ofHours(2))).write(directory.resolve("events.ndjson"));
        console = ConsoleWeb.start(settings(Map.of("console.longest-range", "60d")));
        address = address(console);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static Map<String, Object> settings(Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.port",
                0,
                "console.source",
                "files",
                "console.files",
                events.toString(),
                "console.zone",
                "UTC"));
        settings.putAll(more);
        return settings;
    }

    private static String address(ConfigurableApplicationContext context) {
        return ConsoleWeb.address(context).replace("localhost", "127.0.0.1");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Test
    void saysTheVerdictFirstAndDrawsIt() throws Exception {
        var page = get("/ask?q=A-1042");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("PUBLISHED 4 TIMES", "only /sentAt differs between them", "<svg", "/sentAt")
                .containsSubsequence("PUBLISHED 4 TIMES", "<svg", "web.result/0/1");
    }

    @Test
    void speaksKoreanToWhoAsksForIt() throws Exception {
        assertThat(get("/ask?q=A-1042&lang=ko").body()).contains("lang=\"ko\"", "4번 발행됨", "업무 키");
        var preferring = HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "/ask"))
                        .header("Accept-Language", "ko-KR,ko;q=0.9")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(preferring.body()).contains("지원자 id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/ask?q=A-1042",
                "/overview",
                "/duplicates",
                "/not-consumed",
                "/dead-letters",
                "/gaps",
                "/ask?q=nobody",
                "/no-such-page"
            })
    void loadsNothingFromOutsideAndRunsNoScript(String path) throws Exception {
        var page = get(path);

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "style-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(page.body())
                .contains("</html>")
                .doesNotContain("<script", "style=\"", "onclick", "??")
                .doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H-1", "LARGE", "MANY"})
    void keepsAHostilePayloadAsText(String question) throws Exception {
        var page = get("/ask?q=" + question);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script", "<img", "<b><b>").hasSizeLessThan(3_000_000);
        assertThat(get("/duplicates").body()).doesNotContain("<script", "<img");
        assertThat(get("/overview").body()).doesNotContain("<script", "<img");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "since", "service", "topic", "group", "zone", "lang"})
    void keepsAHostileQuestionAsText(String parameter) throws Exception {
        var page = get("/ask?q=x&" + parameter + "=" + encoded(WebTrail.HOSTILE));

        assertThat(page.statusCode()).isIn(200, 400);
        assertThat(page.body()).doesNotContain("<script", "<img");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /ask?q=x&since=yesterday                    | 400 | yesterday is no time
            /ask?q=x&since=2026-11-02&until=2026-11-01  | 400 | before it begins
            /ask?q=x&since=2020-01-01                   | 400 | longer than 60 days
            /ask?q=x&zone=Nowhere                       | 400 | is no time zone
            /ask?q=coordinate:x                         | 400 | is no coordinate
            /no-such-page                               | 404 | There is no such page""")
    void saysWhatIsWrongInASentence(String path, int status, String sentence) throws Exception {
        var page = get(path);

        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).contains(sentence).doesNotContain("Exception", "\tat ");
        if (path.startsWith("/ask")) {
            var json = get("/api" + path);
            assertThat(json.statusCode()).isEqualTo(status);
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(json.body())
                            .path("error")
                            .asString())
                    .contains(sentence);
        }
    }

    @Test
    void answersTheSameAsJson() throws Exception {
        var json =
                JsonMapper.builder().build().readTree(get("/api/ask?q=A-1042").body());

        assertThat(json.at("/verdicts/0/publishing").asString()).isEqualTo("published-n-times");
        assertThat(json.at("/events").size()).isEqualTo(8);
        for (var path : new String[] {"duplicates", "not-consumed", "dead-letters", "completeness"}) {
            assertThat(get("/api/" + path + "?since=24h").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listsWhatNeedsALook() throws Exception {
        assertThat(get("/duplicates").body())
                .contains("A-1042|SCREENING|REJECTED")
                .doesNotContain("ONCE");
        assertThat(get("/not-consumed").body()).contains("LOST").doesNotContain("A-1042|");
        assertThat(get("/dead-letters").body()).contains("web.result-dlt/0/20");
        assertThat(get("/gaps").body()).contains("web-ats-life");
        assertThat(get("/overview").body()).contains("web.result", "web-jobda");
    }

    @Test
    void givesAnEvidencePackThatVerifies() throws Exception {
        var pack = directory.resolve("pack.zip");
        HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "/evidence.zip?q=A-1042"))
                        .build(),
                HttpResponse.BodyHandlers.ofFile(pack));

        var verification = Verification.of(pack);

        assertThat(verification.problems()).isEmpty();
        assertThat(verification.events()).isEqualTo(8);
        assertThat(Files.size(pack)).isPositive();
    }

    @Test
    void refusesToListenBeyondLoopbackWithoutALogin() {
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> ConsoleWeb.start(settings(Map.of("server.address", "0.0.0.0"))))
                .havingRootCause()
                .withMessageContaining("without a login")
                .withMessageContaining("console.allow-without-login=true");

        ConsoleWeb.start(settings(Map.of("server.address", "0.0.0.0", "console.allow-without-login", "true")))
                .close();
    }

    @Test
    void refusesAPasswordThatIsNoHash() {
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> ConsoleWeb.start(
                        settings(Map.of("console.users[0].name", "kim", "console.users[0].password", "secret"))))
                .havingRootCause()
                .withMessageContaining("is no hash")
                .withMessageNotContaining("secret");
    }

    @Test
    void asksWhoAsksWhereThereAreUsers() throws Exception {
        var hash = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("correct");
        try (var guarded = ConsoleWeb.start(
                settings(Map.of("console.users[0].name", "kim", "console.users[0].password", String.valueOf(hash))))) {
            var browser = HttpClient.newBuilder()
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();
            var at = address(guarded);

            var login = browser.send(
                    HttpRequest.newBuilder(URI.create(at + "/ask?q=A-1042"))
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(login.uri().getPath()).isEqualTo("/login");
            assertThat(login.body()).doesNotContain("PUBLISHED");

            var token = login.body().replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
            var answer = browser.send(
                    HttpRequest.newBuilder(URI.create(at + "/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "username=kim&password=correct&_csrf=" + encoded(token)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("PUBLISHED 4 TIMES");

            assertThat(HTTP.send(
                                    HttpRequest.newBuilder(URI.create(at + "/api/ask?q=A-1042"))
                                            .header("Authorization", "Basic a2ltOndyb25n")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
