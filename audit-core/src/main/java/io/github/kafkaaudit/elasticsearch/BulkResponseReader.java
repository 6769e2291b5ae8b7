package io.github.kafkaaudit.elasticsearch;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the items of an answer to a bulk request, in their order. */
final class BulkResponseReader {

    private final JsonFactory json;

    BulkResponseReader(JsonFactory json) {
        this.json = json;
    }

    List<BulkOutcome> read(byte[] body) {
        List<BulkOutcome> outcomes = new ArrayList<>();
        try (var parser = json.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var isItems = "items".equals(parser.currentName());
                var value = parser.nextToken();
                if (isItems && value == JsonToken.START_ARRAY) {
                    readItems(parser, outcomes);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return outcomes;
    }

    private static void readItems(JsonParser parser, List<BulkOutcome> outcomes) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            // An item is an object of one property, the action.
            parser.nextToken();
            parser.nextToken();
            outcomes.add(readItem(parser));
            parser.nextToken();
        }
    }

    private static BulkOutcome readItem(JsonParser parser) {
        var status = 0;
        var error = new Problem();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            if ("status".equals(name) && value == JsonToken.VALUE_NUMBER_INT) {
                status = parser.getIntValue();
            } else if ("error".equals(name) && value == JsonToken.START_OBJECT) {
                error.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        return outcome(status, error);
    }

    private static BulkOutcome outcome(int status, Problem error) {
        if (status / 100 == 2) {
            return new BulkOutcome.Created();
        }
        if (status == 409) {
            return new BulkOutcome.Duplicate();
        }
        // Without a status nothing is known, and a repeated request does no harm.
        if (status == 0 || ElasticsearchResponse.isRetryable(status)) {
            return new BulkOutcome.Retryable(status);
        }
        return new BulkOutcome.Rejected(status, error.type, error.reason());
    }

    /** The error of an item; the cause says what the reason leaves out. */
    private static final class Problem {

        private String type = "unknown";
        private String reason = "";
        private String cause = "";

        void read(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && "type".equals(name)) {
                    type = parser.getString();
                } else if (value == JsonToken.VALUE_STRING && "reason".equals(name)) {
                    reason = parser.getString();
                } else if (value == JsonToken.START_OBJECT && "caused_by".equals(name)) {
                    var inner = new Problem();
                    inner.read(parser);
                    cause = inner.reason;
                } else {
                    parser.skipChildren();
                }
            }
        }

        String reason() {
            return cause.isEmpty() ? reason : reason + ": " + cause;
        }
    }
}
