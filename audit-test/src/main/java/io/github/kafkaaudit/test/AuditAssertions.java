package io.github.kafkaaudit.test;

/** The entry point of the assertions about a recorded trail. */
public final class AuditAssertions {

    private AuditAssertions() {}

    /**
     * Begins assertions about a trail.
     *
     * @param audit the recorded trail
     * @return the assertions
     */
    public static RecordedAuditAssert assertThat(RecordedAudit audit) {
        return new RecordedAuditAssert(audit);
    }
}
