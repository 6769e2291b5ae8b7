package io.github.kafkaaudit.truth;

import io.github.kafkaaudit.json.EventDocument;

/** A recorded event, read by the dotted names of its fields. */
record AuditedEvent(EventDocument json) {

    String action() {
        return text("event.action");
    }

    String topic() {
        return text("messaging.destination.name");
    }

    String text(String field) {
        String text = json.text(field);
        return text == null ? "" : text;
    }

    long number(String field) {
        Object value = json.value(field);
        return value instanceof Number number ? number.longValue() : -1;
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(json.value(field));
    }

    boolean has(String field) {
        return json.value(field) != null;
    }

    /** Action and place: the record's offset, or the committed one. */
    String line() {
        String place = has("kafka_audit.commit.offset") ? "kafka_audit.commit.offset" : "messaging.kafka.offset";
        return has(place) ? action() + ' ' + number(place) : action();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
