-- For PostgreSQL. One row per failed send, failed delivery or failed commit; with kafka.audit.jdbc.failures-only=false,
-- per event. The document is TEXT and not JSONB: JSONB has no NUL character and does not keep the text as it was.
CREATE TABLE kafka_audit_failure (
    event_id       VARCHAR(36)  NOT NULL PRIMARY KEY,
    occurred_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    service_name   VARCHAR(255) NOT NULL,
    action         VARCHAR(64)  NOT NULL,
    topic          VARCHAR(255),
    partition_id   VARCHAR(16),
    record_offset  BIGINT,
    consumer_group VARCHAR(255),
    message_id     VARCHAR(64),
    dedup_key      VARCHAR(1024),
    error_type     VARCHAR(512),
    document       TEXT         NOT NULL
);
CREATE INDEX kafka_audit_failure_time ON kafka_audit_failure (occurred_at);
CREATE INDEX kafka_audit_failure_topic ON kafka_audit_failure (topic, occurred_at);
