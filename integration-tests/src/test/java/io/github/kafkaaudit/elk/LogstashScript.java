package io.github.kafkaaudit.elk;

import static io.github.kafkaaudit.elk.Repository.JSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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

    /** Sets the clock that all scripts of this runtime see. */
    void now(Instant now) {
        ruby.callMethod(api, "now", now.toString());
    }

    /** A constant of the scripts. */
    JsonNode constant(String name) {
        return JSON.readTree(ruby.callMethod(api, "constant", name).toString());
    }

    /** What the script has logged. */
    String logged() {
        return ruby.callMethod(api, "logged", script).toString();
    }

    /** What the filter makes of a record of a topic. */
    Result record(String text, String topic, int partition, long offset) {
        return record(text.getBytes(StandardCharsets.UTF_8), topic, partition, offset);
    }

    /** What the filter makes of a record of a topic, which the input reads as ISO-8859-1; empty for a tombstone. */
    Result record(byte[] value, String topic, int partition, long offset) {
        return records(value, topic, partition, offset, 1_763_800_000_000L).get(0);
    }

    /** All that the filter makes of a record of a topic. */
    List<Result> records(byte[] value, String topic, int partition, long offset, long timestamp) {
        var kafka = Map.of("topic", topic, "partition", partition, "offset", offset, "timestamp", timestamp);
        var message = new String(value, StandardCharsets.ISO_8859_1);
        return filterAll(Map.of("message", message, "@version", "1"), Map.of("kafka", kafka));
    }

    /** What the filter makes of a line of the archive. */
    Result line(String text) {
        return line(text, "some.gz");
    }

    /** What the filter makes of a line of a file of the archive. */
    Result line(String text, String key) {
        return filter(Map.of("message", text, "@version", "1"), Map.of("s3", Map.of("key", key)));
    }

    Result filter(Map<String, ?> fields, Map<String, ?> metadata) {
        return filterAll(fields, metadata).get(0);
    }

    private List<Result> filterAll(Map<String, ?> fields, Map<String, ?> metadata) {
        var json = ruby.callMethod(
                api, "filter", script, JSON.writeValueAsString(fields), JSON.writeValueAsString(metadata));
        return Documents.exact(json.toString())
                .valueStream()
                .map(result -> new Result(result.path("event"), result.path("metadata")))
                .toList();
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

        String reason() {
            return event.at("/event/reason").asString("");
        }

        /** The record's bytes, as the quarantine keeps them. */
        byte[] original() {
            return Base64.getDecoder().decode(event.at("/event/original").asString(""));
        }

        String cause() {
            return event.at("/kafka_audit/quarantine/cause").asString("");
        }
    }
}
