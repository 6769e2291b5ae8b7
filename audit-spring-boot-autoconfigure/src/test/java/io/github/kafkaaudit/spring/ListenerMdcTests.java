package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ListenerMdcTests {

    private final ListenerMdc mdc = new ListenerMdc(true);
    private final ConsumerRecord<String, String> record = new ConsumerRecord<>("recruit.result", 2, 41, "k", "v");

    @AfterEach
    void clear() {
        mdc.restore();
        MDC.clear();
    }

    @Test
    void namesTheRecordUntilItIsDone() {
        byte[] id = "01920000-0000-7000-8000-000000000000".getBytes(StandardCharsets.US_ASCII);
        AuditHeaders.bind(id, record.topic());
        record.headers().add("ka-id", id);

        mdc.set(record);
        assertThat(MDC.getCopyOfContextMap())
                .containsEntry("kafka_audit.coordinate", "recruit.result/2/41")
                .containsEntry("messaging.message.id", new String(id, StandardCharsets.US_ASCII));

        mdc.restore();
        assertThat(MDC.get("kafka_audit.coordinate")).isNull();
        assertThat(MDC.get("messaging.message.id")).isNull();
    }

    @Test
    void givesBackWhatTheApplicationHadSet() {
        MDC.put("messaging.message.id", "mine");
        MDC.put("other", "stays");

        mdc.set(record);
        assertThat(MDC.get("messaging.message.id")).isNull();

        mdc.restore();
        assertThat(MDC.getCopyOfContextMap())
                .containsEntry("messaging.message.id", "mine")
                .containsEntry("other", "stays")
                .hasSize(2);
    }

    @Test
    void givesBackTheFirstValuesWhenARecordNeverEnded() {
        MDC.put("kafka_audit.coordinate", "mine");

        mdc.set(record);
        mdc.set(new ConsumerRecord<>("recruit.result", 2, 42, "k", "v"));
        mdc.restore();
        mdc.restore();

        assertThat(MDC.get("kafka_audit.coordinate")).isEqualTo("mine");
    }

    @Test
    void namesTheFirstAndTheLastRecordOfABatch() {
        MDC.put("kafka_audit.batch.size", "mine");

        mdc.set(List.of(record, new ConsumerRecord<>("recruit.result", 3, 7, "k", "v")));
        assertThat(MDC.getCopyOfContextMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "kafka_audit.batch.first", "recruit.result/2/41",
                        "kafka_audit.batch.last", "recruit.result/3/7",
                        "kafka_audit.batch.size", "2"));

        mdc.restore();
        assertThat(MDC.getCopyOfContextMap()).containsExactlyEntriesOf(Map.of("kafka_audit.batch.size", "mine"));
    }

    @Test
    void namesTheOnlyRecordOfABatch() {
        mdc.set(List.of(record));

        assertThat(MDC.getCopyOfContextMap())
                .containsEntry("kafka_audit.coordinate", "recruit.result/2/41")
                .containsEntry("kafka_audit.batch.first", "recruit.result/2/41")
                .containsEntry("kafka_audit.batch.size", "1");
    }

    @Test
    void leavesTheLoggingContextAloneWhenSwitchedOff() {
        new ListenerMdc(false).set(record);
        new ListenerMdc(false).set(List.of(record));

        assertThat(MDC.get("kafka_audit.coordinate")).isNull();
    }
}
