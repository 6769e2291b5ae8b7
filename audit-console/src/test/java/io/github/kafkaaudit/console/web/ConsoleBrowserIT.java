package io.github.kafkaaudit.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kafkaaudit.console.evidence.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.context.ConfigurableApplicationContext;

/** Drives a real Chromium; where there is none it is skipped, unless {@code -Dconsole.browser.required=true}. */
class ConsoleBrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext console;
    private static ChromeDriver browser;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        var isThere = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        assumeTrue(
                isThere || Boolean.getBoolean("console.browser.required"),
                "No " + CHROMIUM + " or no " + DRIVER + ": install Debian's chromium and chromium-driver.");
        var events = WebTrail.of(Instant.now().minus(Duration.ofHours(2))).write(directory.resolve("events.ndjson"));
        console = ConsoleWeb.start(Map.of(
                "server.port",
                0,
                "console.source",
                "files",
                "console.files",
                events.toString(),
                "console.zone",
                "UTC"));
        address = ConsoleWeb.address(console).replace("localhost", "127.0.0.1");
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1600");
        options.setExperimentalOption("prefs", Map.of("download.default_directory", directory.toString()));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (console != null) {
            console.close();
        }
    }

    private static void screenshot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    @Test
    void settlesTheIncidentWithTheKeyboardAlone() throws Exception {
        browser.get(address + "/");
        screenshot("ask");
        browser.findElement(By.id("q")).sendKeys("A-1042", Keys.ENTER);

        assertThat(browser.findElement(By.className("headline")).getText()).isEqualTo("PUBLISHED 4 TIMES");
        assertThat(browser.findElements(By.cssSelector("svg.picture .mark.sent")))
                .hasSize(4);
        assertThat(browser.findElements(By.cssSelector("svg.picture .mark.consumed")))
                .hasSize(4);
        assertThat(browser.findElements(By.cssSelector("svg.picture rect.record")))
                .hasSize(4);
        screenshot("incident");

        browser.findElement(By.cssSelector("a[href^='/evidence.zip']")).click();
        var pack = directory.resolve("evidence.zip");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pack));
        assertThat(Verification.of(pack).problems()).isEmpty();

        browser.get(address + "/ask?q=A-1044&lang=ko");
        screenshot("replayed-dead-letter-ko");
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
                "/ask?q=H-1"
            })
    void isAccessibleInLightAndDark(String path) throws Exception {
        for (var scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            browser.get(address + path);
            screenshot((path.equals("/") ? "start" : path.replaceAll("[^a-zA-Z0-9-]+", "_")) + "-" + scheme);

            browser.executeScript(axe());
            var violations = browser.executeAsyncScript("const done = arguments[arguments.length - 1];"
                    + "axe.run().then(found => done(found.violations.map(each => each.id + ': ' + each.nodes.map(node"
                    + " => node.target + ' ' + node.failureSummary).join('; '))));");

            assertThat((List<?>) violations).as(path + " " + scheme).isEmpty();
        }
    }

    @Test
    void neverRunsWhatAPayloadSays() {
        browser.get(address + "/ask?q=H-1");

        assertThat(browser.findElements(By.cssSelector("main script, main img")))
                .isEmpty();
        assertThat(browser.findElement(By.tagName("pre")).getText()).contains("<script>alert(1)</script>");
    }

    private static String axe() throws IOException {
        try (var stream = ConsoleBrowserIT.class.getResourceAsStream("/axe.min.js")) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
