package io.github.kafkaaudit.test;

import static io.github.kafkaaudit.test.AuditAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Coordinate;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.ServiceIdentity;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.json.JsonAuditEventEncoder;
import io.github.kafkaaudit.policy.AuditPolicies;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.TopicPattern;
import io.github.kafkaaudit.policy.TopicPolicy;
import io.github.kafkaaudit.trail.AuditTrail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedAuditTests {

    private final RecordedAudit audit = new RecordedAudit();
    private final ServiceIdentity identity = ServiceIdentity.of("ats");
    private final AuditTrail trail = AuditTrail.builder(new JsonAuditEventEncoder(identity, null), audit)
            .policies(new AuditPolicies(
                    TopicPolicy.DEFAULT.withBusinessKey(new BusinessKeyPolicy(List.of("/applicantId", "/step"), null)),
                    List.of(),
                    List.of(new TopicPattern("*")),
                    List.of()))
            .build();

    @BeforeEach
    void start() {
        trail.start(Map.of());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void findsAPublicationByKeyBusinessKeyPayloadAndService() {
        produced(0, "A-17", HeaderSnapshot.EMPTY);

        assertThat(audit)
                .published("recruit.result")
                .withKey("A-17")
                .withBusinessKey("A-17|DOC")
                .withPayload("/step", "DOC")
                .inService("ats")
                .exactlyOnce();
        assertThat(audit).published("recruit.result").withKey("A-18").never();
        assertThat(audit).published("other").never();
    }

    @Test
    void showsTheTrailWhenSomethingWasPublishedMoreThanOnce() {
        produced(0, "A-17", HeaderSnapshot.EMPTY);
        produced(1, "A-17", HeaderSnapshot.EMPTY);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(audit)
                        .published("recruit.result")
                        .withBusinessKey("A-17|DOC")
                        .exactlyOnce())
                .withMessageContaining("Expected a record of recruit.result with business key A-17|DOC to be published"
                        + " exactly once, but message-produced was recorded 2 times.")
                .withMessageContaining("ats message-produced recruit.result/0/0 key=A-17")
                .withMessageContaining("ats message-produced recruit.result/0/1 key=A-17");
    }

    @Test
    void countsWhatAGroupDidWithEachRecord() {
        produced(0, "A-17", HeaderSnapshot.EMPTY);
        produced(1, "A-18", HeaderSnapshot.EMPTY);
        consumed(AuditAction.MESSAGE_CONSUME_FAILED, 0, "jobda");
        consumed(AuditAction.MESSAGE_CONSUMED, 0, "jobda");
        consumed(AuditAction.MESSAGE_CONSUMED, 1, "jobda");
        consumed(AuditAction.MESSAGE_CONSUMED, 1, "other");

        assertThat(audit)
                .published("recruit.result")
                .times(2)
                .consumedBy("jobda")
                .once()
                .deadLetteredBy("jobda")
                .never();
        assertThat(audit)
                .published("recruit.result")
                .withKey("A-17")
                .failedIn("jobda")
                .once();
        assertThat(audit).consumed("recruit.result").by("jobda").times(2);
        assertThat(audit).failed("recruit.result").by("jobda").exactlyOnce();
    }

    @Test
    void saysWhichRecordWasConsumedTooOften() {
        produced(0, "A-17", HeaderSnapshot.EMPTY);
        consumed(AuditAction.MESSAGE_CONSUMED, 0, "jobda");
        consumed(AuditAction.MESSAGE_CONSUMED, 0, "jobda");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(audit)
                        .published("recruit.result")
                        .consumedBy("jobda")
                        .once())
                .withMessageContaining("to be consumed by group jobda once, but: recruit.result/0/0 2 times");
    }

    @Test
    void saysThatNothingWasPublishedWhenNothingIsConsumed() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(audit)
                        .within(Duration.ofMillis(50))
                        .published("recruit.result")
                        .consumedBy("jobda")
                        .once())
                .withMessageContaining("but none was published");
    }

    @Test
    void doesNotTakeACopyForAPublication() {
        trail.recorder()
                .record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                        .record(record(0, "A-17", HeaderSnapshot.EMPTY))
                        .original(new Coordinate("recruit.result", 2, 41)));

        assertThat(audit).published("recruit.result").never();
    }

    @Test
    void takesARecordForAPublicationThatOnlyItsHeadersCallACopy() {
        produced(0, "A-17", headers("kafka_dlt-original-topic", "recruit.result"));

        assertThat(audit).published("recruit.result").exactlyOnce();
    }

    @Test
    void waitsForWhatIsOnItsWay() {
        Thread late = new Thread(() -> produced(0, "A-17", HeaderSnapshot.EMPTY));
        late.start();

        assertThat(audit).published("recruit.result").atLeastOnce().exactlyOnce();
    }

    @Test
    void forgetsWhatIsClearedAndWhatAnEarlierLifeLeftOnDisk() {
        produced(0, "A-17", HeaderSnapshot.EMPTY);
        assertThat(audit).published("recruit.result").exactlyOnce();
        audit.clear();
        byte[] spooled = """
                {"event":{"action":"message-produced"},"messaging":{"destination":{"name":"recruit.result"}},
                 "kafka_audit":{"pipeline":{"spooled":true}}}""".getBytes(UTF_8);

        audit.write(List.of(new EncodedAuditEvent("1", 1, 1, false, spooled)));

        Assertions.assertThat(audit.events()).isEmpty();
        assertThat(audit).hasNoGap();
    }

    private void produced(long offset, String key, HeaderSnapshot headers) {
        trail.recorder().record(AuditEvent.of(AuditAction.MESSAGE_PRODUCED).record(record(offset, key, headers)));
    }

    private void consumed(AuditAction action, long offset, @Nullable String group) {
        trail.recorder()
                .record(AuditEvent.of(action)
                        .record(record(offset, "A-17", HeaderSnapshot.EMPTY))
                        .consumer(new ConsumerIdentity(group, "client", null, "listener")));
    }

    private static RecordSnapshot record(long offset, String key, HeaderSnapshot headers) {
        return new RecordSnapshot(
                "recruit.result",
                0,
                offset,
                1,
                "CreateTime",
                WireBytes.whole(key.getBytes(UTF_8)),
                WireBytes.whole(("{\"applicantId\":\"" + key + "\",\"step\":\"DOC\"}").getBytes(UTF_8)),
                headers,
                null);
    }

    private static HeaderSnapshot headers(String name, String value) {
        return new HeaderSnapshot(new String[] {name}, new byte[][] {value.getBytes(UTF_8)});
    }
}
