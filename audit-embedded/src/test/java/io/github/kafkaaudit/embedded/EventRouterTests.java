package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.embedded.EventRouter.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventRouterTests {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    private final EventRouter router = new EventRouter(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofDays(30));

    @Test
    void namesTheIndexFromTheTimestampOfTheEventInUtc() {
        var delivery = route("2026-11-20T00:30:00+09:00", "a");

        assertThat(delivery.document().index()).isEqualTo("kafka-audit-2026.11.19");
        assertThat(delivery.document().id()).isEqualTo("a");
        assertThat(delivery.isQuarantined()).isFalse();
    }

    @Test
    void acceptsEventsUpToTheEdgesOfTheirTime() {
        // The index of the day is deleted when the day began 30 days ago.
        var firstKept = Instant.parse("2026-10-24T00:00:00Z");

        assertThat(route(firstKept.toString(), "a").isQuarantined()).isFalse();
        assertThat(route(firstKept.minusNanos(1).toString(), "a").isQuarantined())
                .isTrue();
        assertThat(route(NOW.plus(Duration.ofDays(1)).toString(), "a").isQuarantined())
                .isFalse();
        assertThat(route(NOW.plus(Duration.ofDays(1)).plusNanos(1).toString(), "a")
                        .isQuarantined())
                .isTrue();
    }

    @Test
    void keepsEventsOfEveryAgeWithoutARetention() {
        var router = new EventRouter(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ZERO);
        var value = "{\"@timestamp\":\"1999-01-01T00:00:00Z\",\"event\":{\"id\":\"a\"}}";

        assertThat(router.route(record(value)).document().index()).isEqualTo("kafka-audit-1999.01.01");
    }

    @Test
    void identifiesAQuarantinedRecordByItsPlaceOnTheAuditTopic() {
        assertThat(route("never", "a").document())
                .hasToString(route("never", "a").document().toString());
        assertThat(route("never", "a").document().id()).isEqualTo("kafka-audit-2-7");
        assertThat(route("never", "a").document().index()).isEqualTo("kafka-audit-quarantine");
    }

    @Test
    void refusesAnIdThatElasticsearchCannotTake() {
        assertThat(route(NOW.toString(), "").isQuarantined()).isTrue();
        assertThat(route(NOW.toString(), "ä".repeat(257)).isQuarantined()).isTrue();
        assertThat(route(NOW.toString(), "a".repeat(512)).isQuarantined()).isFalse();
    }

    private Delivery route(String timestamp, String id) {
        var value = "{\"@timestamp\":\"" + timestamp + "\",\"event\":{\"id\":\"" + id + "\"}}";
        return router.route(record(value));
    }

    private static ConsumerRecord<byte[], byte[]> record(String value) {
        return new ConsumerRecord<>("kafka-audit", 2, 7, new byte[0], value.getBytes(StandardCharsets.UTF_8));
    }
}
