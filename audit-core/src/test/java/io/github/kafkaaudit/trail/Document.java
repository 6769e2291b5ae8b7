package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.EncodedAuditEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An encoded event, read back. */
public record Document(EncodedAuditEvent event, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public Document(EncodedAuditEvent event) {
        this(event, JSON.readTree(event.json()));
    }

    /** Returns what stands at a dotted path, as text, or null. */
    public @Nullable String text(String path) {
        JsonNode node = json.at('/' + path.replace('.', '/'));
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }

    public long number(String path) {
        return json.at('/' + path.replace('.', '/')).longValue();
    }

    public boolean has(String path) {
        return !json.at('/' + path.replace('.', '/')).isMissingNode();
    }

    public long sequence() {
        return event.sequence();
    }
}
