package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jruby.embed.LocalContextScope;
import org.jruby.embed.LocalVariableBehavior;
import org.jruby.embed.ScriptingContainer;
import tools.jackson.databind.JsonNode;

/** A script of the Logstash pipelines, run by JRuby with as much of Logstash around it as it uses. */
final class LogstashScript implements AutoCloseable {

    private final ScriptingContainer ruby =
            new ScriptingContainer(LocalContextScope.SINGLETHREAD, LocalVariableBehavior.TRANSIENT);
    private final Object api;
    private final Object script;

    LogstashScript(String name, Map<String, String> parameters) {
        try (var logstash = LogstashScript.class.getResourceAsStream("logstash.rb")) {
            if (logstash == null) {
                throw new IllegalStateException("logstash.rb is not on the class path");
            }
            ruby.runScriptlet(new String(logstash.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        api = ruby.runScriptlet("self");
        var file = Repository.path("logstash/ruby/" + name).toString();
        script = ruby.callMethod(api, "start", file, JSON.writeValueAsString(parameters));
    }

    /** What the filter makes of a record of a topic. */
    Result record(String text, String topic, int partition, long offset) {
        var kafka = Map.of("topic", topic, "partition", partition, "offset", offset, "timestamp", 1_763_800_000_000L);
        return filter(Map.of("message", text, "@version", "1"), Map.of("kafka", kafka));
    }

    /** What the filter makes of a line of the archive. */
    Result line(String text) {
        return filter(Map.of("message", text, "@version", "1"), Map.of("s3", Map.of("key", "some.gz")));
    }

    Result filter(Map<String, ?> fields, Map<String, ?> metadata) {
        var json = ruby.callMethod(
                api, "filter", script, JSON.writeValueAsString(fields), JSON.writeValueAsString(metadata));
        var result = JSON.readTree(json.toString());
        return new Result(result.path("event"), result.path("metadata"));
    }

    @Override
    public void close() {
        ruby.terminate();
    }

    record Result(JsonNode event, JsonNode metadata) {

        String index() {
            return metadata.path("index").asString("");
        }

        String id() {
            return metadata.path("id").asString("");
        }

        String cause() {
            return event.at("/kafka_audit/quarantine/cause").asString("");
        }
    }
}
