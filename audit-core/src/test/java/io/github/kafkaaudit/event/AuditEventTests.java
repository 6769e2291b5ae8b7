package io.github.kafkaaudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditEventTests {

    private final IllegalStateException error = new IllegalStateException("no");

    @Test
    void keepsWhatFewEventsHaveApartFromTheOthers() {
        AuditEvent.Builder failed = AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .reason("because")
                .error(error)
                .outcome(Outcome.UNKNOWN);
        AuditEvent usual = AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .reason(null)
                .error(null)
                .build(1, 2);

        assertThat(usual.reason()).isNull();
        assertThat(usual.error()).isNull();
        assertThat(usual.outcome()).isEqualTo(Outcome.SUCCESS);
        AuditEvent event = failed.build(2, 3);
        assertThat(event.reason()).isEqualTo("because");
        assertThat(event.error()).isSameAs(error);
        assertThat(event.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void forgetsWhatIsSetToNullAgain() {
        AuditEvent event = AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .reason("because")
                .reason(null)
                .build(1, 2);

        assertThat(event.reason()).isNull();
    }

    @Test
    void takesTheUsualOutcomeOfAnotherAction() {
        AuditEvent event = AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                .outcome(Outcome.UNKNOWN)
                .action(AuditAction.MESSAGE_PRODUCE_FAILED)
                .build(1, 2);

        assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
    }
}
