-- For MariaDB and MySQL. One row per failed send, failed delivery or failed commit; with
-- kafka.audit.jdbc.failures-only=false, per event. Times are UTC, whatever the server's time zone is. The character set
-- is named because the default of MariaDB before 11.6 is latin1, which has no Korean.
CREATE TABLE kafka_audit_failure (
    event_id       VARCHAR(36)  NOT NULL PRIMARY KEY,
    occurred_at    DATETIME(3)  NOT NULL,
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
