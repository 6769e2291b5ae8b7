-- One row per failed send, failed delivery or failed commit; with kafka.audit.jdbc.failures-only=false, per event. Written
-- for MariaDB and MySQL, works on H2 in one of their modes; on PostgreSQL with TEXT instead of LONGTEXT and without the
-- character set. On MariaDB before 11.6 the default would be latin1, which has no Korean.
CREATE TABLE kafka_audit_failure (
    event_id       CHAR(36)     NOT NULL PRIMARY KEY,
    occurred_at    TIMESTAMP(3) NOT NULL,
    service_name   VARCHAR(255) NOT NULL,
    action         VARCHAR(64)  NOT NULL,
    topic          VARCHAR(255),
    partition_id   VARCHAR(16),
    record_offset  BIGINT,
    consumer_group VARCHAR(255),
    message_id     VARCHAR(64),
    dedup_key      VARCHAR(1024),
    error_type     VARCHAR(512),
    document       LONGTEXT     NOT NULL
) DEFAULT CHARACTER SET utf8mb4;
CREATE INDEX kafka_audit_failure_time ON kafka_audit_failure (occurred_at);
CREATE INDEX kafka_audit_failure_topic ON kafka_audit_failure (topic, occurred_at);
