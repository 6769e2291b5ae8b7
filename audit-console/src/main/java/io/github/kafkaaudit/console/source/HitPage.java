package io.github.kafkaaudit.console.source;

import co.elastic.clients.elasticsearch._types.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer of Elasticsearch's search. The documents are cut out of it as they are: read and written anew, a number
 * could look different, and evidence must not.
 *
 * @param documents the documents; none where they were not asked for
 * @param sorts the values that the hits are sorted by
 * @param timedOut whether Elasticsearch ran out of time
 * @param shards how many shards there are
 * @param failedShards how many of them did not answer
 */
record HitPage(List<String> documents, List<List<FieldValue>> sorts, boolean timedOut, int shards, int failedShards) {

    private static final int DEEPEST = 1_100;
    private static final int LONGEST = 64 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST)
                    .maxNumberLength(LONGEST)
                    .build())
            .build();

    static HitPage read(byte[] answer) {
        List<String> documents = new ArrayList<>();
        List<List<FieldValue>> sorts = new ArrayList<>();
        var timedOut = false;
        var shards = new int[2];
        try (var parser = JSON.createParser(ObjectReadContext.empty(), answer)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "timed_out" -> timedOut = parser.getBooleanValue();
                    case "_shards" -> readShards(parser, shards);
                    case "hits" -> readHits(parser, answer, documents, sorts);
                    default -> parser.skipChildren();
                }
            }
        }
        return new HitPage(documents, sorts, timedOut, shards[0], shards[1]);
    }

    private static void readShards(JsonParser parser, int[] shards) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "total" -> shards[0] = parser.getIntValue();
                case "failed" -> shards[1] = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
    }

    private static void readHits(
            JsonParser parser, byte[] answer, List<String> documents, List<List<FieldValue>> sorts) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            if (name.equals("hits")) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    readHit(parser, answer, documents, sorts);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void readHit(
            JsonParser parser, byte[] answer, List<String> documents, List<List<FieldValue>> sorts) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "_source" -> {
                    var from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    var to = (int) parser.currentLocation().getByteOffset();
                    documents.add(new String(answer, from, to - from, StandardCharsets.UTF_8));
                }
                case "sort" -> sorts.add(readSort(parser));
                default -> parser.skipChildren();
            }
        }
    }

    private static List<FieldValue> readSort(JsonParser parser) {
        List<FieldValue> sort = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            sort.add(
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                            ? FieldValue.of(parser.getLongValue())
                            : parser.currentToken() == JsonToken.VALUE_NULL
                                    ? FieldValue.NULL
                                    : FieldValue.of(parser.getString()));
        }
        return sort;
    }
}
