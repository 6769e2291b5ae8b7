package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComposeFileTests {

    private static final Pattern PINNED = Pattern.compile("\\$\\{[A-Z0-9_]+_IMAGE:-[\\w./-]+:[\\w.-]*[\\w]}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)");
    private static final JsonNode FILE = Repository.yaml("docker-compose.yml");

    @Test
    void hasNothingThatOnlyOneOfTheTwoComposeCommandsUnderstands() {
        assertThat(FILE.propertyNames())
                .filteredOn(key -> !key.startsWith("x-"))
                .containsExactlyInAnyOrder("services", "volumes");
        assertThat(Repository.text("docker-compose.yml"))
                .as("docker-compose 1.29 has no variables in the default of a variable")
                .doesNotContainPattern("\\$\\{[^}]*\\$\\{");
    }

    @Test
    void everyServiceHasAHealthCheckOrIsAJob() {
        assertThat(services()).isNotEmpty().allSatisfy(entry -> {
            var service = entry.getValue();
            assertThat(service.has("healthcheck")).as(entry.getKey()).isNotEqualTo(isJob(service));
            assertThat(service.path("restart").asString()).isEqualTo(isJob(service) ? "no" : "unless-stopped");
        });
    }

    @Test
    void jobsAreAwaitedUntilTheyAreDoneAndServicesUntilTheyAreHealthy() {
        for (var service : services()) {
            for (var needed : service.getValue().path("depends_on").properties()) {
                var isJob = isJob(FILE.path("services").path(needed.getKey()));
                assertThat(needed.getValue().path("condition").asString())
                        .as("%s needs %s", service.getKey(), needed.getKey())
                        .isEqualTo(isJob ? "service_completed_successfully" : "service_healthy");
            }
        }
    }

    @Test
    void nothingListensBeyondTheLoopback() {
        assertThat(services()).allSatisfy(service -> {
            assertThat(service.getValue().path("ports"))
                    .allSatisfy(port -> assertThat(port.asString()).startsWith("127.0.0.1:"));
            assertThat(service.getValue().has("network_mode")).isFalse();
        });
    }

    @Test
    void imagesArePinnedAndCanBeReplaced() {
        assertThat(services())
                .allSatisfy(service ->
                        assertThat(service.getValue().path("image").asString()).matches(PINNED));
    }

    @Test
    void memoryIsLimitedAndFitsALaptopOfEightGigabytes() {
        assertThat(services())
                .allSatisfy(service -> assertThat(service.getValue().has("mem_limit"))
                        .as(service.getKey())
                        .isTrue());
        assertThat(services().stream()
                        .filter(service -> !isJob(service.getValue()))
                        .mapToInt(service -> megabytes(service.getValue()))
                        .sum())
                .isLessThanOrEqualTo(6 * 1024);
    }

    @Test
    void theHeapOfLogstashLeavesRoomForTheRestOfTheProcess() {
        for (var name : List.of("logstash", "restore")) {
            var service = FILE.path("services").path(name);
            var options = service.at("/environment/LS_JAVA_OPTS").asString();

            assertThat(options)
                    .contains("-XX:MaxDirectMemorySize=192m")
                    .contains("-Dlogstash.jackson.stream-read-constraints.max-nesting-depth=512");
            // 1,303 MB were seen with a heap of 512 MB.
            assertThat(megabytes(service)).as(name).isGreaterThanOrEqualTo(heap(options) + 1_024);
        }
        assertThat(Repository.yaml("logstash/logstash.yml")
                        .path("queue.page_capacity")
                        .asString())
                .isEqualTo("16mb");
    }

    private static int heap(String options) {
        var heap = Pattern.compile("-Xmx(\\d+)m").matcher(options);
        assertThat(heap.find()).isTrue();
        return Integer.parseInt(heap.group(1));
    }

    @Test
    void everyVariableIsInTheExampleAndNoPasswordHasADefault() {
        Set<String> variables = new TreeSet<>();
        var file = Repository.text("docker-compose.yml");
        VARIABLE.matcher(file).results().forEach(match -> variables.add(match.group(1)));
        variables.remove("RESTORE");

        var example = Repository.text(".env.example");
        assertThat(variables).allSatisfy(variable -> assertThat(example).containsPattern("(?m)^#?" + variable + "="));
        assertThat(file).doesNotContainPattern("\\$\\{[A-Z0-9_]*(PASSWORD|SECRET|KEY)[A-Z0-9_]*:-");
    }

    @Test
    void everythingThatIsMountedExists() {
        for (var service : services()) {
            for (var volume : service.getValue().path("volumes")) {
                var source = volume.asString().substring(0, volume.asString().indexOf(':'));
                assertThat(
                                source.startsWith(".")
                                        ? Files.exists(Repository.path(source))
                                        : FILE.path("volumes").has(source))
                        .as(source)
                        .isTrue();
            }
        }
        assertThat(Repository.path("sample-app/Dockerfile")).exists();
    }

    @Test
    void bothServicesOfTheStoryRunAndTheOneThatTellsItEnds() {
        var jobda = FILE.path("services").path("jobda");
        var ats = FILE.path("services").path("ats");

        assertThat(jobda.at("/environment/SAMPLE_SERVICES").asString()).isEqualTo("jobda");
        assertThat(isJob(jobda)).isFalse();
        assertThat(ats.at("/environment/SAMPLE_SERVICES").asString()).isEqualTo("ats");
        assertThat(ats.at("/environment/SAMPLE_EXIT").asString()).isEqualTo("true");
        assertThat(isJob(ats)).isTrue();
        // Who tells the story before its listener is there, or before somebody ships it, tells another one.
        assertThat(ats.path("depends_on").propertyNames()).contains("jobda", "logstash");
        assertThat(List.of(jobda, ats)).allSatisfy(service -> {
            assertThat(service.at("/environment/SPRING_KAFKA_BOOTSTRAP_SERVERS").asString())
                    .isEqualTo("kafka:9092");
            assertThat(service.at("/environment/SAMPLE_EMBEDDED").asString()).isEqualTo("false");
        });
    }

    @Test
    void theImageOfTheSampleIsMadeOfWhatIsThere() {
        var dockerfile = Repository.text("sample-app/Dockerfile");
        var pom = Repository.text("sample-app/pom.xml");
        var module = "sample-app";

        assertThat(pom).contains("<artifactId>" + module + "</artifactId>").contains("<goal>repackage</goal>");
        assertThat(pom).doesNotContain("<finalName>").doesNotContain("<classifier>");
        assertThat(dockerfile)
                .contains("-pl " + module + " -am")
                .contains("cp " + module + "/target/" + module + "-*.jar /sample-app.jar");
        // Without tests a build needs the sources, the poms and the templates that go into the embedded server.
        assertThat(Repository.text(".dockerignore").lines())
                .doesNotContain("elasticsearch", "config", "pom.xml", "audit-core", "audit-embedded");
    }

    @Test
    void theComposeCommandsOfThisMachineUnderstandIt() throws IOException, InterruptedException {
        List<List<String>> commands = new ArrayList<>();
        for (var command : List.of(List.of("docker-compose"), List.of("docker", "compose"))) {
            if (run(command, "version") == 0) {
                commands.add(command);
            }
        }
        assumeTrue(!commands.isEmpty(), "neither docker-compose nor docker compose is installed here");

        for (var command : commands) {
            assertThat(run(
                            command,
                            "--env-file",
                            Repository.path(".env.example").toString(),
                            "-f",
                            Repository.path("docker-compose.yml").toString(),
                            "config",
                            "--quiet"))
                    .as("%s config", command)
                    .isZero();
        }
    }

    private static int run(List<String> command, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile("compose", ".txt");
            var process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            Files.delete(output);
            return process.exitValue();
        } catch (IOException e) {
            // The command is not there.
            return -1;
        }
    }

    private static Set<Map.Entry<String, JsonNode>> services() {
        return FILE.path("services").properties();
    }

    private static boolean isJob(JsonNode service) {
        return service.path("labels").path("kafka-audit.job").asString("").equals("true");
    }

    private static int megabytes(JsonNode service) {
        return Integer.parseInt(service.path("mem_limit").asString().replace("m", ""));
    }
}
