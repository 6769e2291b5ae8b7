package io.github.kafkaaudit.embedded;

/** Stub. */
public final class EmbeddedAuditStack {
    static final String KAFKA_PORT = "embedded.kafka.port";
    static final String ELASTICSEARCH_PORT = "embedded.elasticsearch.port";

    private EmbeddedAuditStack() {}
}
