package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What makes Elasticsearch 8.19 refuse a document, as far as it can be checked without a server. */
final class ElasticsearchRules {

    private static final int LONGEST_TERM = 32_766;
    private static final int IGNORE_ABOVE = 8191;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(1000)
                            .maxNumberLength(1000)
                            .maxNameLength(50_000)
                            .build())
                    .build())
            .build();

    private ElasticsearchRules() {}

    static JsonNode assertAccepted(byte[] document) {
        String text = new String(document, UTF_8);
        assertThat(text.getBytes(UTF_8)).as("valid UTF-8").isEqualTo(document);
        assertThat(document).as("one line").doesNotContain((byte) '\n', (byte) '\r');
        JsonNode tree = STRICT.readTree(document);
        JsonNode payload = tree.at("/kafka_audit/payload/json");
        if (payload.isArray()) {
            payload.forEach(element -> flattened(element, 0, 0));
        } else if (!payload.isMissingNode()) {
            flattened(payload, 0, 0);
        }
        flattened(tree.at("/kafka_audit/record/headers"), 0, 0);
        return tree;
    }

    private static void flattened(JsonNode node, int names, int pathLength) {
        assertThat(names).isLessThanOrEqualTo(20);
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                assertThat(member.getKey()).doesNotContain("\0");
                flattened(
                        member.getValue(),
                        names + 1,
                        pathLength + member.getKey().getBytes(UTF_8).length + 1);
            }
        } else if (node.isArray()) {
            node.forEach(element -> flattened(element, names, pathLength));
        } else if (!node.isNull() && node.asString("").length() <= IGNORE_ABOVE) {
            assertThat(pathLength + node.asString("").getBytes(UTF_8).length).isLessThanOrEqualTo(LONGEST_TERM);
        }
    }
}
