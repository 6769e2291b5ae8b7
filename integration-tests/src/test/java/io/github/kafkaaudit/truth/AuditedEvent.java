package io.github.kafkaaudit.truth;

import tools.jackson.databind.JsonNode;

/** A recorded event, read by the dotted names of its fields. */
record AuditedEvent(JsonNode json) {

    String action() {
        return text("event.action");
    }

    String topic() {
        return text("messaging.destination.name");
    }

    String text(String field) {
        return at(field).asString("");
    }

    long number(String field) {
        return at(field).asLong(-1);
    }

    boolean flag(String field) {
        return at(field).asBoolean(false);
    }

    boolean has(String field) {
        return !at(field).isMissingNode();
    }

    /** Action and place: the record's offset, or the committed one. */
    String line() {
        String place = has("kafka_audit.commit.offset") ? "kafka_audit.commit.offset" : "messaging.kafka.offset";
        return has(place) ? action() + ' ' + number(place) : action();
    }

    private JsonNode at(String field) {
        return json.at('/' + field.replace('.', '/'));
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
