package io.github.kafkaaudit.verdict;

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
                            + " 09:00:07.000; each consumed once by jobda; nothing is known to differ between them.");
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
        void neverCountsWhatOnlyItsHeadersCallACopy() {
            var verdict = trail.copied("message-consumed", 50, "m-2", "recruit.result-dlt/0/0", 5)
                    .last("messaging.consumer.group.name", "clerk")
                    .verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
            assertThat(verdict.isIncomplete()).isTrue();
            assertThat(sentence(verdict))
                    .isEqualTo(
                            "NOT KNOWN TO BE PUBLISHED; the record at recruit.result-dlt/0/0 is a copy by its headers"
                                    + " only: no event of the trail confirms it.");
        }

        @Test
        void isADeadLetterThatIsReplayedWithItsHeadersEachTime() {
            trail.produced("m-1", 5)
                    .failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException")
                    .copied("message-produced", 10, "m-2", "recruit.result-dlt/0/0", 5)
                    .delivered(
                            "message-dead-lettered",
                            40,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.dead_letter.coordinate",
                            "recruit.result-dlt/0/0");
            for (var offset = 6; offset <= 8; offset++) {
                trail.copied("message-produced", 10, "m-r" + offset, Trail.TOPIC + "/0/" + offset, 5)
                        .copied("message-consumed", 50, "m-r" + offset, Trail.TOPIC + "/0/" + offset, 5)
                        .last("messaging.consumer.group.name", "jobda");
            }

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_N_TIMES);
            assertThat(verdict.publications()).hasSize(4);
            assertThat(verdict.copyCoordinates()).containsExactly("recruit.result-dlt/0/0");
            assertThat(sentence(verdict))
                    .startsWith(
                            "PUBLISHED 4 TIMES by ats (host ats-host, offset 5) and jobda (host jobda-host, offsets 6,"
                                    + " 7, 8)")
                    .contains("the record at offset 6 carries headers of a copy of recruit.result/0/5, but the"
                            + " application sent it itself");
        }

        @Test
        void isADeadLetterThatAToolReplaysWithAllItsHeadersEachTime() {
            trail.produced("m-1", 5)
                    .failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException")
                    .copied("message-produced", 10, "m-2", "recruit.result-dlt/0/0", 5)
                    .delivered(
                            "message-dead-lettered",
                            40,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.dead_letter.coordinate",
                            "recruit.result-dlt/0/0");
            for (var offset = 6; offset <= 8; offset++) {
                trail.copied("message-consumed", 50, "m-2", Trail.TOPIC + "/0/" + offset, 5)
                        .last("messaging.consumer.group.name", "jobda", "service.origin.name", "jobda");
            }

            var verdict = trail.verdict();

            assertThat(verdict.publications()).hasSize(4);
            assertThat(sentence(verdict))
                    .contains("a service that is not audited (seen by jobda, offsets 6, 7, 8)")
                    .contains("the record at offset 6 carries the message id of the send at recruit.result-dlt/0/0,"
                            + " which is not its own");
        }

        @Test
        void isTheSendOfARelayThatCopiesHeadersToAnotherTopic() {
            trail.copied("message-produced", 10, "m-2", "other.topic/0/0", 5);

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_ONCE);
            assertThat(verdict.copies()).isEmpty();
        }

        @Test
        void isNotACopyThatWasMadeWhileTheFailedDeliveryWasProcessed() {
            trail.produced("m-1", 5)
                    .failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException")
                    .copied(
                            "message-produced",
                            10,
                            "m-2",
                            "recruit.result-dlt/0/0",
                            5,
                            "kafka_audit.caused_by.coordinate",
                            Trail.TOPIC + "/0/5",
                            "kafka_audit.caused_by.group",
                            "jobda");

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_ONCE);
            assertThat(verdict.copyCoordinates()).containsExactly("recruit.result-dlt/0/0");
        }

        @Test
        void isOneMoreForARecordThatCarriesTheIdOfASendAtAnotherPlace() {
            trail.produced("m-1", 5, "kafka_audit.record.timestamp", "2026-11-22T09:00:00Z")
                    .consumed("jobda", "m-1", 5, "kafka_audit.record.timestamp", "2026-11-22T09:00:00Z")
                    .consumed("jobda", "m-1", 9, "kafka_audit.record.timestamp", "2026-11-22T09:30:00Z");

            var verdict = trail.verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.PUBLISHED_N_TIMES);
            assertThat(sentence(verdict))
                    .contains("the record at offset 9 carries the message id of the send at recruit.result/0/5,"
                            + " which is not its own");
        }

        @Test
        void isOneSendWhereAMirrorKeepsBytesAndTimestamp() {
            trail.produced("m-1", 5, "kafka_audit.record.timestamp", "2026-11-22T09:00:00Z")
                    .event("mirrored", "message-consumed", 50, "m-1", "eu.recruit.result/0/0")
                    .last(
                            "kafka_audit.record.timestamp",
                            "2026-11-22T09:00:00Z",
                            "messaging.consumer.group.name",
                            "mirrored");

            var verdict = trail.later(Circumstances.GRACE).verdict();

            assertThat(verdict.publishing()).isEqualTo(Publishing.ONE_SEND_STORED_TWICE);
            assertThat(verdict.fates()).extracting(GroupFate::group).containsExactly("mirrored");
        }

        @Test
        void isToldApartByClusterWhereCoordinatesAreTheSame() {
            trail.produced("m-1", 5, "messaging.kafka.cluster.id", "east")
                    .produced("m-2", 5, "messaging.kafka.cluster.id", "west")
                    .consumed("jobda", null, 5, "messaging.kafka.cluster.id", "west");

            assertThat(trail.verdict().publications())
                    .extracting(send -> send.events().size())
                    .containsExactly(1, 2);
        }

        @Test
        void isNotSaidOfATransactionThatWasAborted() {
            trail.event("ats", "message-produce-failed", 0, "m-1", Trail.TOPIC + "/0/5")
                    .last(
                            "event.outcome",
                            "failure",
                            "event.reason",
                            "transaction aborted",
                            "kafka_audit.transaction.outcome",
                            "aborted")
                    .consumed("dirty", "m-1", 5);

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
            assertThat(sentence(trail.verdict()))
                    .isEqualTo("NOT PUBLISHED: 1 send by ats was aborted with its transaction, and seen all the same by"
                            + " dirty.");
        }

        @Test
        void isNotSaidOfASendWhoseTransactionWasAbortedLater() {
            trail.produced(
                            "m-1",
                            5,
                            "event.outcome",
                            "unknown",
                            "kafka_audit.transaction.id",
                            "t-1",
                            "kafka_audit.transaction.outcome",
                            "pending")
                    .event("ats", "transaction-aborted", 0, null, null)
                    .last("event.outcome", "failure", "kafka_audit.transaction.id", "t-1");

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
        }

        @Test
        void isNeverDeniedAcrossAGapOfThePublisher() {
            trail.produceFailed("m-1", "event.outcome", "failure", "event.sequence", 1)
                    .other("ats", "audit-started", 1)
                    .other("ats", "message-produced", 4);

            var verdict = trail.verdictOfLives();

            assertThat(verdict.isIncomplete()).isTrue();
            assertThat(sentence(verdict))
                    .isEqualTo(
                            "NOT KNOWN TO BE PUBLISHED: 1 send by ats failed; the trail of ats is incomplete (2 events"
                                    + " missing), so there may be more.");
        }

        @Test
        void isCountedOnceForAnEventThatIsThereTwice() {
            trail.produced("m-1", 5, "event.id", "e-1").produced("m-1", 5, "event.id", "e-1");

            assertThat(trail.verdict().events()).hasSize(1);
        }

        @Test
        void isJudgedForEachTopicAlone() {
            trail.produced("m-1", 1).event("ats", "message-produced", 10, "m-2", "other.topic/0/1");

            assertThat(trail.verdicts()).hasSize(2);
        }

        @Test
        void saysWhichClockIsBehind() {
            trail.produced("m-1", 5).earlier(Duration.ofSeconds(31)).consumed("jobda", "m-1", 5);

            assertThat(trail.verdict().clocks())
                    .containsExactly(new ClockDifference("jobda", "ats", Duration.ofSeconds(30)));
            assertThat(sentence(trail.verdict()))
                    .endsWith("; the clock of jobda is at least 30000 ms behind that of ats.");
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
                            + " 09:00:02.000; nothing is known to differ between them.");
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
                    .isEqualTo("PUBLISHED ONCE by ats (host ats-host, offset 0); 1 send by ats failed.");
        }

        @Test
        void isNotClaimedForASendThatWasPendingAndFailed() {
            trail.event("ats", "message-produce-pending", 0, "m-1", null, "event.outcome", "unknown")
                    .produceFailed("m-1", "event.outcome", "failure");

            assertThat(trail.verdict().publishing()).isEqualTo(Publishing.NOT_PUBLISHED);
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
                    .contains("; offset 1 consumed once by jobda; offset 2 NOT CONSUMED by jobda"
                            + " (furthest step: never delivered);");
        }

        @Test
        void isFollowedThroughARetryTopic() {
            trail.produced("m-1", 5)
                    .copied("message-produced", 10, "m-2", "recruit.result-retry/0/0", 5)
                    .delivered(
                            "message-retry-scheduled",
                            40,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.dead_letter.coordinate",
                            "recruit.result-retry/0/0")
                    .copied("message-consumed", 50, "m-2", "recruit.result-retry/0/0", 5)
                    .last("messaging.consumer.group.name", "jobda-retry")
                    .later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict()))
                    .endsWith("; consumed from a retry topic by jobda; the copy at recruit.result-retry/0/0 is no"
                            + " publication, consumed by jobda-retry.");
        }

        @Test
        void isDeniedWhereARetryTopicsCopyWasNeverConsumed() {
            trail.produced("m-1", 5)
                    .delivered(
                            "message-retry-scheduled",
                            40,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.dead_letter.coordinate",
                            "recruit.result-retry/0/0")
                    .later(Circumstances.GRACE);

            assertThat(sentence(trail.verdict())).endsWith("; NOT CONSUMED by jobda (furthest step: retry-scheduled).");
        }

        @Test
        void isNeverDeniedAcrossAGapOfTheGroup() {
            trail.produced("m-1", 5)
                    .other("jobda", "audit-started", 1)
                    .other("jobda", "offset-committed", 5)
                    .later(Circumstances.GRACE);

            var verdict = trail.verdictOfLives();

            assertThat(verdict.fates()).extracting(GroupFate::fate).containsExactly(Fate.NOT_KNOWN);
            assertThat(verdict.isIncomplete()).isTrue();
            assertThat(sentence(verdict))
                    .endsWith("; NOT KNOWN TO BE CONSUMED by jobda, and not known not to be: its trail is incomplete"
                            + " (3 events missing).");
        }

        @Test
        void isDeniedWhereTheGapWasOverBeforeTheMessage() {
            trail.other("jobda", "audit-started", 1)
                    .other("jobda", "offset-committed", 5)
                    .later(Duration.ofMinutes(2))
                    .produced("m-1", 5)
                    .later(Circumstances.GRACE.plusSeconds(1));

            assertThat(trail.verdictOfLives().fates())
                    .extracting(GroupFate::fate)
                    .containsExactly(Fate.NOT_CONSUMED);
        }

        @Test
        void isNeverDeniedOfAServiceThatEndedWithoutAWordAndBeganAnew() {
            trail.produced("m-1", 5)
                    .other("jobda", "audit-started", 1)
                    .other("jobda", "audit-started", 1, "service.ephemeral_id", "jobda-second-life")
                    .later(Circumstances.GRACE);

            assertThat(trail.verdictOfLives().fates())
                    .extracting(GroupFate::fate)
                    .containsExactly(Fate.NOT_KNOWN);
        }

        @Test
        void isRedeliveryAfterARestartWhereTwoLivesConsumed() {
            trail.produced("m-1", 5)
                    .consumed("jobda", "m-1", 5)
                    .consumed("jobda", "m-1", 5, "service.ephemeral_id", "jobda-second-life");

            assertThat(sentence(trail.verdict()))
                    .contains("(before and after a restart: the commit had not come before it)");
        }

        @Test
        void countsRepeatedFailuresOnce() {
            trail.produced("m-1", 5)
                    .delivered("message-deserialization-failed", 30, "jobda", "m-1", 5)
                    .delivered(
                            "message-deserialization-failed",
                            30,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.repeat.count",
                            20,
                            "kafka_audit.repeat.first",
                            "2026-11-22T09:00:02Z")
                    .delivered(
                            "message-deserialization-failed",
                            30,
                            "jobda",
                            "m-1",
                            5,
                            "kafka_audit.repeat.count",
                            40,
                            "kafka_audit.repeat.first",
                            "2026-11-22T09:00:02Z")
                    .consumed("jobda", "m-1", 5);

            assertThat(sentence(trail.verdict())).contains("delivered 41 times because 40 attempts failed");
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
