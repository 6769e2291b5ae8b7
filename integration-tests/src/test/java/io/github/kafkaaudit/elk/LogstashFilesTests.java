package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elk.LogstashConfig.Plugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogstashFilesTests {

    /** The options of the plugins' current versions, as far as we use them: old names stop a pipeline. */
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "input/kafka",
            Set.of(
                    "id",
                    "bootstrap_servers",
                    "topics",
                    "group_id",
                    "client_id",
                    "consumer_threads",
                    "auto_offset_reset",
                    "auto_create_topics",
                    "isolation_level",
                    "decorate_events",
                    "value_deserializer_class",
                    "security_protocol",
                    "ssl_truststore_type",
                    "ssl_truststore_location",
                    "sasl_mechanism",
                    "sasl_jaas_config",
                    "codec"),
            "input/dead_letter_queue",
            Set.of("id", "path", "pipeline_id", "commit_offsets", "clean_consumed"),
            "input/s3",
            Set.of(
                    "id",
                    "bucket",
                    "region",
                    "endpoint",
                    "additional_settings",
                    "prefix",
                    "watch_for_new_files",
                    "sincedb_path",
                    "temporary_directory",
                    "codec"),
            "filter/ruby",
            Set.of("id", "path", "script_params", "code"),
            "filter/mutate",
            Set.of("id", "replace", "remove_field"),
            "output/elasticsearch",
            Set.of(
                    "id",
                    "hosts",
                    "user",
                    "password",
                    "api_key",
                    "ssl_certificate_authorities",
                    "ssl_verification_mode",
                    "index",
                    "document_id",
                    "action",
                    "silence_errors_in_log",
                    "data_stream",
                    "manage_template",
                    "ilm_enabled"),
            "output/s3",
            Set.of(
                    "id",
                    "bucket",
                    "region",
                    "endpoint",
                    "additional_settings",
                    "prefix",
                    "codec",
                    "encoding",
                    "rotation_strategy",
                    "size_file",
                    "time_file",
                    "temporary_directory",
                    "restore",
                    "validate_credentials_on_root_bucket",
                    "canned_acl",
                    "server_side_encryption",
                    "storage_class"));

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)(:[^}]*)?}");
    private static final Pattern WRITTEN_FIELD = Pattern.compile("event\\.set\\(\"((?:\\[[^\\]#@]+])+)\"");

    @Test
    void everyFileIsWellFormedAndUsesOnlyOptionsThatThePluginsHave() {
        assertThat(configurations()).hasSizeGreaterThanOrEqualTo(7);
        for (var file : configurations()) {
            for (var plugin : LogstashConfig.plugins(file)) {
                assertThat(OPTIONS).containsKey(plugin.kind());
                assertThat(OPTIONS.get(plugin.kind()))
                        .as("%s in %s", plugin.kind(), Repository.relative(file))
                        .containsAll(plugin.options().keySet());
                assertThat(plugin.options()).containsKey("id");
            }
        }
    }

    @Test
    void everyKafkaInputReadsFromTheBeginningAndOnlyWhatIsCommitted() {
        var inputs = plugins("input/kafka");

        assertThat(inputs)
                .hasSize(3)
                .allSatisfy(input -> assertThat(input.options())
                        .containsEntry("auto_offset_reset", "\"earliest\"")
                        .containsEntry("auto_create_topics", "false")
                        .containsEntry("isolation_level", "\"read_committed\"")
                        .containsEntry("decorate_events", "\"basic\"")
                        // Every byte of a record reaches the script as one character, and none becomes a field before.
                        .containsEntry(
                                "value_deserializer_class",
                                "\"org.apache.kafka.common.serialization.ByteArrayDeserializer\"")
                        .containsEntry("codec", "plain { charset => \"ISO-8859-1\" ecs_compatibility => disabled }"));
        assertThat(inputs).extracting(input -> input.options().get("group_id")).doesNotHaveDuplicates();
    }

    @Test
    void everyDocumentIsCreatedUnderItsOwnIdInTheIndexThatWasChosenForIt() {
        assertThat(plugins("output/elasticsearch"))
                .hasSize(2)
                .allSatisfy(output -> assertThat(output.options())
                        .containsEntry("action", "\"create\"")
                        .containsEntry("document_id", "\"%{[@metadata][id]}\"")
                        .containsEntry("index", "\"%{[@metadata][index]}\"")
                        .containsEntry("data_stream", "false")
                        .containsEntry("manage_template", "false")
                        .containsEntry("ilm_enabled", "false")
                        .hasEntrySatisfying(
                                "silence_errors_in_log",
                                errors -> assertThat(errors).contains("version_conflict_engine_exception")));
    }

    @Test
    void credentialsAreEitherAUserOrAnApiKey() {
        assertThat(plugins("output/elasticsearch"))
                .allSatisfy(output -> assertThat(output.options().containsKey("api_key"))
                        .isNotEqualTo(output.options().containsKey("user")));
    }

    @Test
    void theArchiveSurvivesACrashAndKeepsEveryByte() {
        assertThat(plugins("output/s3"))
                .singleElement()
                .satisfies(output -> assertThat(output.options())
                        .containsEntry("restore", "true")
                        .containsEntry("encoding", "\"gzip\"")
                        .containsEntry("codec", "line { format => \"%{message}\" }")
                        .hasEntrySatisfying(
                                "prefix", prefix -> assertThat(prefix).contains("[topic]", "[day]"))
                        .hasEntrySatisfying(
                                "temporary_directory",
                                directory -> assertThat(directory).contains("/usr/share/logstash/data/archive")));
    }

    @Test
    void everyPipelineKeepsItsQueueOnDiskOrHasAReasonNotTo() {
        var settings = Repository.yaml("logstash/logstash.yml");
        assertThat(text(settings, "queue.type")).isEqualTo("persisted");
        assertThat(settings.path("dead_letter_queue.enable").asBoolean()).isTrue();
        assertThat(Repository.yaml("logstash/pipelines.yml"))
                .filteredOn(pipeline -> text(pipeline, "queue.type").equals("memory"))
                .extracting(pipeline -> text(pipeline, "pipeline.id"))
                .containsExactly("dead-letters");
        assertThat(Repository.yaml("logstash/pipelines.yml"))
                .as("what is refused is kept, also a document of the quarantine")
                .noneMatch(
                        pipeline -> !pipeline.path("dead_letter_queue.enable").asBoolean(true));
        assertThat(text(Repository.yaml("logstash/restore/logstash.yml"), "queue.type"))
                .isEqualTo("memory");
    }

    @Test
    void everyPipelineSaysWhetherItsOrderMatters() {
        for (var file : List.of("logstash/pipelines.yml", "logstash/restore/pipelines.yml")) {
            assertThat(Repository.yaml(file)).isNotEmpty().allSatisfy(pipeline -> {
                assertThat(pipeline.path("pipeline.ordered").isBoolean()).isTrue();
                assertThat(!pipeline.path("pipeline.ordered").asBoolean()
                                || pipeline.path("pipeline.workers").asInt(0) == 1)
                        .as("Logstash refuses to start several workers that keep the order")
                        .isTrue();
            });
        }
    }

    @Test
    void everyPipelineFindsItsFilesWithEitherKindOfCredentials() {
        for (var file : List.of("logstash/pipelines.yml", "logstash/restore/pipelines.yml")) {
            for (var pipeline : Repository.yaml(file)) {
                for (var kind : List.of("password", "api-key")) {
                    assertThat(files(text(pipeline, "path.config"), kind))
                            .isNotEmpty()
                            .allSatisfy(config -> assertThat(config).isRegularFile());
                }
            }
        }
    }

    @Test
    void theDeadLettersOfEveryPipelineThatWritesToElasticsearchAreRead() {
        List<String> writing = new ArrayList<>();
        for (var pipeline : Repository.yaml("logstash/pipelines.yml")) {
            if (text(pipeline, "path.config").contains("elasticsearch-")
                    && !text(pipeline, "pipeline.id").equals("dead-letters")) {
                writing.add("\"" + text(pipeline, "pipeline.id") + "\"");
            }
        }
        assertThat(plugins("input/dead_letter_queue"))
                .extracting(input -> input.options().get("pipeline_id"))
                .containsExactlyInAnyOrderElementsOf(writing);
    }

    @Test
    void everyVariableIsInTheReadme() {
        Set<String> variables = new TreeSet<>();
        for (var end : List.of(".conf", ".yml")) {
            for (var file : Repository.files("logstash", end)) {
                VARIABLE.matcher(Repository.text(file)).results().forEach(match -> variables.add(match.group(1)));
            }
        }

        var readme = Repository.text("logstash/README.md");
        assertThat(variables)
                .hasSizeGreaterThan(25)
                .allSatisfy(variable -> assertThat(readme).contains("`" + variable + "`"));
    }

    @Test
    void everyFieldThatTheScriptsWriteIsMapped() {
        var events = Mappings.ofAuditEvents();
        var quarantine = Mappings.ofDataView("kafka-audit-quarantine");
        for (var script : Repository.files("logstash/ruby", ".rb")) {
            WRITTEN_FIELD.matcher(Repository.text(script)).results().forEach(match -> {
                var field = match.group(1).replace("][", ".").replaceAll("[\\[\\]]", "");
                assertThat(quarantine.has(field) || events.has(field)).as(field).isTrue();
            });
        }
    }

    private static List<Path> configurations() {
        return Repository.files("logstash/pipeline", ".conf");
    }

    private static List<Plugin> plugins(String kind) {
        return configurations().stream()
                .flatMap(file -> LogstashConfig.plugins(file).stream())
                .filter(plugin -> plugin.kind().equals(kind))
                .toList();
    }

    private static List<Path> files(String glob, String kind) {
        var path = glob.replace("${LOGSTASH_CONFIG_HOME:/usr/share/logstash}", "logstash")
                .replace("${ELASTICSEARCH_AUTH:password}", kind);
        assertThat(path).doesNotContain("$");
        if (!path.contains("{")) {
            return List.of(Repository.path(path));
        }
        var directory = path.substring(0, path.indexOf('{'));
        var names = path.substring(path.indexOf('{') + 1, path.indexOf('}'));
        return Pattern.compile(",")
                .splitAsStream(names)
                .map(name -> Repository.path(directory + name + path.substring(path.indexOf('}') + 1)))
                .toList();
    }

    private static String text(JsonNode settings, String name) {
        return settings.path(name).asString("");
    }
}
