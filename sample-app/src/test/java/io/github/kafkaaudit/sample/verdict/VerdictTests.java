package io.github.kafkaaudit.sample.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VerdictTests {

    private final Trail trail = new Trail();

    private static String sentence(Verdict verdict) {
        return verdict.sentence(ZoneOffset.UTC);
    }

    @Nested
    class Published {

        @Test
        void isOnceForOneSend() {
            var verdict = trail.produced("m-1", 0).consumed("jobda", "m-1", 0).verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_ONCE);
            assertThat(sentence(verdict))
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 0); consumed once by jobda.");
        }

        @Test
        void isAsOftenAsThereAreSendsWithOneBusinessKey() {
            for (var offset = 1; offset <= 4; offset++) {
                trail.produced("m-" + offset, offset).consumed("jobda", "m-" + offset, offset);
            }

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_N_TIMES);
            assertThat(sentence(verdict))
                    .isEqualTo("PUBLISHED 4 TIMES by ats (host ats-host, offsets 1, 2, 3, 4) between 09:00:01.000 and"
                            + " 09:00:07.000; each consumed once by jobda.");
        }

        @Test
        void namesEveryPublisherWithItsOffsets() {
            trail.produced("m-1", 1)
                    .produced("m-2", 2, "host.name", "other-host")
                    .produced("m-3", 3);

            assertThat(sentence(trail.verdict()))
                    .startsWith("PUBLISHED 3 TIMES by ats (host ats-host, offsets 1, 3) and ats (host other-host,"
                            + " offset 2) between");
        }

        @Test
        void isOneSendStoredTwiceWhenOneMessageIdIsAtTwoCoordinates() {
            trail.produced("m-1", 7).consumed("jobda", "m-1", 6).consumed("jobda", "m-1", 7);

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.ONE_SEND_STORED_TWICE);
            assertThat(sentence(verdict))
                    .isEqualTo("ONE SEND, STORED 2 TIMES, by ats (host ats-host, offsets 6, 7);"
                            + " each consumed once by jobda.");
        }

        @Test
        void neverCountsTheCopyInADeadLetterTopic() {
            trail.produced("m-1", 5)
                    .delivered(
                            "message-deserialization-failed",
                            30,
                            "jobda",
                            "m-1",
                            5,
                            "event.outcome",
                            "failure",
                            "error.type",
                            "java.time.format.DateTimeParseException")
                    .copied("message-produced", 10, "m-2", "recruit.result-dlt/0/0", 5)
                    .delivered(
                            "message-dead-lettered",
                            40,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.dead_letter.coordinate",
                            "recruit.result-dlt/0/0");

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_ONCE);
            assertThat(verdict.copyCoordinates()).containsExactly("recruit.result-dlt/0/0");
            assertThat(sentence(verdict))
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 5); DEAD-LETTERED by jobda to"
                            + " recruit.result-dlt/0/0 because it could not be deserialized (DateTimeParseException);"
                            + " the copy at recruit.result-dlt/0/0 is no publication.");
        }

        @Test
        void neverCountsACopyWhoseOriginalIsUnknown() {
            var verdict = trail.copied("message-produced", 10, "m-2", "recruit.result-dlt/0/0", 5)
                    .verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
            assertThat(sentence(verdict))
                    .isEqualTo("NOT KNOWN TO BE PUBLISHED; the copy at recruit.result-dlt/0/0 is no publication.");
        }

        @Test
        void isSettledFromTheConsumingSideAlone() {
            trail.consumed("jobda", "m-1", 1).consumed("jobda", "m-2", 2);

            assertThat(sentence(trail.verdict()))
                    .startsWith("PUBLISHED 2 TIMES by ats (seen by jobda, offsets 1, 2) between");
        }

        @Test
        void isSettledFromTheProducingSideAlone() {
            trail.produced("m-1", 1).produced("m-2", 2);

            assertThat(sentence(trail.verdict()))
                    .isEqualTo("PUBLISHED 2 TIMES by ats (host ats-host, offsets 1, 2) between 09:00:01.000 and"
                            + " 09:00:02.000.");
        }

        @Test
        void isToldApartByCoordinateWhereConsumersSeeNoMessageId() {
            trail.produced("m-1", 1).consumed("jobda", null, 1).consumed("jobda", null, 2);

            assertThat(trail.verdict().publications()).hasSize(2);
        }

        @Test
        void isNotWhatASendThatFailedDid() {
            trail.produceFailed("m-1", "event.outcome", "failure").produced("m-2", 0);

            assertThat(sentence(trail.verdict()))
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 0); 1 send failed.");
        }

        @Test
        void isNotTheCaseWhenEverySendFailed() {
            trail.produceFailed("m-1", "event.outcome", "failure");

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
            assertThat(sentence(trail.verdict())).isEqualTo("NOT PUBLISHED: 1 send by ats failed.");
        }

        @Test
        void isNotClaimedForASendWithoutAnAcknowledgement() {
            trail.produced("m-1", 0, "event.outcome", "unknown", "kafka_audit.record.coordinate", null);

            assertThat(sentence(trail.verdict()))
                    .isEqualTo("SENT ONCE by ats (host ats-host, no offset), without an acknowledgement.");
        }

        @Test
        void isProvedByAConsumerWhereThereWasNoAcknowledgement() {
            trail.produced("m-1", 0, "event.outcome", "unknown", "kafka_audit.record.coordinate", null)
                    .consumed("jobda", "m-1", 0);

            assertThat(sentence(trail.verdict())).startsWith("PUBLISHED ONCE by ats (host ats-host, offset 0)");
        }

        @Test
        void isOnlyHintedAtByIdenticalBytesWithoutABusinessKey() {
            trail.produced("m-1", 1, "kafka_audit.dedup.key", null).produced("m-2", 2, "kafka_audit.dedup.key", null);

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.IDENTICAL_BYTES);
            assertThat(sentence(trail.verdict())).startsWith("IDENTICAL BYTES 2 TIMES by ats");
        }

        @Test
        void isAnotherMatterForIdenticalBytesMoreThanAnHourApart() {
            trail.produced("m-1", 1, "kafka_audit.dedup.key", null)
                    .later(Duration.ofHours(1))
                    .produced("m-2", 2, "kafka_audit.dedup.key", null);

            assertThat(trail.verdicts())
                    .hasSize(2)
                    .allSatisfy(verdict -> assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_ONCE));
        }

        @Test
        void isJudgedForEachBusinessKeyAlone() {
            trail.produced("m-1", 1).produced("m-2", 2, "kafka_audit.dedup.key", "A-7|SCREENING|PASSED");

            assertThat(trail.verdicts())
                    .extracting(Verdict::businessKey)
                    .containsExactly(Trail.KEY, "A-7|SCREENING|PASSED");
        }
    }

    @Nested
    class Consumed {

        @Test
        void isOnceAlsoAfterFailedAttempts() {
            trail.produced("m-1", 5)
                    .failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException")
                    .failed("jobda", "m-1", 5, 2, "org.example.MailTimeoutException")
                    .consumed("jobda", "m-1", 5, "kafka_audit.delivery.attempt", 3);

            assertThat(trail.verdict().fates()).extracting(GroupFate::fate).containsExactly(Fate.CONSUMED_ONCE);
            assertThat(sentence(trail.verdict()))
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 5); consumed once by jobda, delivered 3"
                            + " times because 2 attempts failed (MailTimeoutException).");
        }

        @Test
        void isOncePerGroupWhereSeveralGroupsRead() {
            trail.produced("m-1", 5).consumed("jobda", "m-1", 5).consumed("statistics", "m-1", 5);

            assertThat(sentence(trail.verdict()))
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 5); consumed once by jobda;"
                            + " consumed once by statistics.");
        }

        @Test
        void isRedeliveryWhenOneGroupEndsOneRecordTwice() {
            trail.produced("m-1", 5).consumed("jobda", "m-1", 5).consumed("jobda", "m-1", 5);

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.PUBLISHED_ONCE);
            assertThat(trail.verdict().fates()).extracting(GroupFate::fate).containsExactly(Fate.REDELIVERED);
            assertThat(sentence(trail.verdict()))
                    .contains("; REDELIVERED to jobda, whose listener ended normally 2 times");
        }

        @Test
        void endsAlsoWithAFilterOrAnInterceptor() {
            trail.produced("m-1", 5)
                    .delivered("message-filtered", 30, "jobda", "m-1", 5)
                    .delivered("message-skipped", 30, "statistics", "m-1", 5)
                    .later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict())).endsWith("; filtered out by jobda; skipped by statistics.");
        }

        @Test
        void isDeniedForAGroupThatReadsTheTopicAndNeverSawTheRecord() {
            trail.produced("m-1", 5).consumed("jobda", "m-1", 5).later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict("jobda", "statistics")))
                    .endsWith("; consumed once by jobda; NOT CONSUMED by statistics (furthest step: never delivered).");
        }

        @Test
        void isDeniedWithTheFurthestStepAndItsReason() {
            trail.produced("m-1", 5)
                    .failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException")
                    .later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict("jobda")))
                    .endsWith("; NOT CONSUMED by jobda (furthest step: consume-failed) because 1 attempt failed"
                            + " (MailTimeoutException).");
        }

        @Test
        void isNotDeniedWithinTheGracePeriod() {
            trail.produced("m-1", 5);

            assertThat(trail.verdict("jobda").fates())
                    .extracting(GroupFate::fate)
                    .containsExactly(Fate.PENDING);
            assertThat(sentence(trail.verdict("jobda")))
                    .endsWith("; not consumed yet by jobda (furthest step: never delivered).");
        }

        @Test
        void isNotEndedByADeadLetterThatCouldNotBeWritten() {
            trail.produced("m-1", 5)
                    .delivered("message-dead-lettered", 40, "jobda", "m-1", 5, "event.outcome", "failure")
                    .later(Circumstances.GRACE);

            assertThat(trail.verdict().fates()).extracting(GroupFate::fate).containsExactly(Fate.NOT_CONSUMED);
        }

        @Test
        void isToldRecordByRecordWhereRecordsEndedDifferently() {
            trail.produced("m-1", 1)
                    .consumed("jobda", "m-1", 1)
                    .produced("m-2", 2)
                    .later(Circumstances.GRACE.plusSeconds(1));

            assertThat(sentence(trail.verdict("jobda")))
                    .endsWith("; offset 1 consumed once by jobda; offset 2 NOT CONSUMED by jobda"
                            + " (furthest step: never delivered).");
        }

        @Test
        void namesWhoConsumedACopy() {
            trail.produced("m-1", 5)
                    .delivered("message-retry-scheduled", 40, "jobda", "m-1", 5)
                    .copied("message-produced", 10, "m-2", "recruit.result-retry/0/0", 5)
                    .copied("message-consumed", 50, "m-2", "recruit.result-retry/0/0", 5)
                    .last("messaging.consumer.group.name", "jobda-retry")
                    .later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict()))
                    .endsWith("; NOT CONSUMED by jobda (furthest step: retry-scheduled); the copy at"
                            + " recruit.result-retry/0/0 is no publication, consumed by jobda-retry.");
        }

        @Test
        void countsWhatOneEventSaysOfManyFailures() {
            trail.produced("m-1", 5)
                    .delivered(
                            "message-deserialization-failed",
                            30,
                            "jobda",
                            "m-1",
                            5,
                            "event.outcome",
                            "failure",
                            "kafka_audit.repeat.count",
                            40)
                    .consumed("jobda", "m-1", 5);

            assertThat(sentence(trail.verdict()))
                    .endsWith("delivered 41 times because 40 attempts failed (no cause recorded).");
        }
    }
}
