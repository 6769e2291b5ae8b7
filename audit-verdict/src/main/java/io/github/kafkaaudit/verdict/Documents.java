package io.github.kafkaaudit.verdict;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads documents: numbers keep their digits, and what follows a document is an error. */
final class Documents {

    private static final int DEEPEST = 1_000;
    private static final int LONGEST = 20_000_000;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST)
                            .maxNumberLength(LONGEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Documents() {}

    /** In a field's name the dots are nesting. */
    static JsonNode at(JsonNode document, String field) {
        var node = document;
        var from = 0;
        while (true) {
            var dot = field.indexOf('.', from);
            var child = node.get(dot < 0 ? field.substring(from) : field.substring(from, dot));
            if (child == null) {
                return MissingNode.getInstance();
            }
            if (dot < 0) {
                return child;
            }
            node = child;
            from = dot + 1;
        }
    }

    static @Nullable String text(JsonNode document, String field) {
        var node = at(document, field);
        return node.isValueNode() && !node.isNull() ? node.asString() : null;
    }
}
