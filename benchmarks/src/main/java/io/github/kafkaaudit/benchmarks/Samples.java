package io.github.kafkaaudit.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.ConsumerIdentity;
import io.github.kafkaaudit.event.Delivery;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.List;
import java.util.Random;

/** Events and policies as a service would have them: a selection result of about 1 KiB, three headers. */
final class Samples {

    static final String EVENT_ID = "0190aaaa-0000-7000-8000-000000000001";

    static final TopicPolicy UNMASKED =
            TopicPolicy.DEFAULT.withMasking(new MaskingPolicy(List.of(), List.of(), List.of(), false));

    static final TopicPolicy MASKED = TopicPolicy.DEFAULT
            .withMasking(new MaskingPolicy(
                    List.of("password", "residentNumber", "/applicant/email"),
                    MaskingPolicy.DEFAULT_HEADERS,
                    List.of(),
                    false))
            .withBusinessKey(new BusinessKeyPolicy(List.of("/applicantId", "/step", "/result"), null));

    private static final String[] WORDS =
            "Thank you for your interest in our company and for the time that you took".split(" ");

    private static final long NOW = 1_795_000_000_123L;

    private static final HeaderSnapshot HEADERS = makeHeaders();
    private static final RecordSnapshot RECORD = record(0);

    private Samples() {}

    static byte[] payload() {
        return payload(0);
    }

    /** Returns one of many payloads of the same form. */
    static byte[] payload(int number) {
        Random random = new Random(number);
        StringBuilder json = new StringBuilder();
        json.append("{\"applicantId\":\"A-")
                .append(20_260_017 + number)
                .append("\",\"recruitId\":")
                .append(1000 + random.nextInt(9000))
                .append(",\"step\":\"DOCUMENT\",\"result\":\"REJECTED\",")
                .append("\"sentAt\":\"2026-11-22T09:15:30.")
                .append(100 + random.nextInt(900))
                .append("Z\",\"applicant\":{\"name\":\"Kim Jiyoung\",")
                .append("\"email\":\"jiyoung.kim@example.com\",\"residentNumber\":\"900101-2345678\",")
                .append("\"address\":{\"city\":\"Seoul\",\"zip\":\"04524\",\"street\":\"Sejong-daero 110\"}},")
                .append("\"scores\":[");
        for (int i = 0; i < 6; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"category\":\"category-")
                    .append(i)
                    .append("\",\"points\":")
                    .append(10 + random.nextInt(90))
                    .append(".5,\"weight\":0.15,\"passed\":")
                    .append(i % 2 == 0)
                    .append('}');
        }
        json.append("],\"message\":\"");
        while (json.length() < 1020) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(1020);
        return json.append("\"}").toString().getBytes(UTF_8);
    }

    static HeaderSnapshot headers() {
        return HEADERS;
    }

    private static HeaderSnapshot makeHeaders() {
        byte[] id = "0190aaaa-0000-7000-8000-000000000002".getBytes(US_ASCII);
        AuditHeaders.bind(id, "recruit.result");
        return new HeaderSnapshot(new String[] {"ka-id", "ka-svc", "traceparent"}, new byte[][] {
            id, "ats".getBytes(US_ASCII), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(US_ASCII)
        });
    }

    static AuditEvent produced() {
        return producedBuilder().build(17, NOW);
    }

    /** Returns the event of one of many sends. */
    static AuditEvent produced(int number) {
        return producedBuilder().record(record(number)).build(17 + number, NOW + number);
    }

    static AuditEvent consumed() {
        return consumedBuilder().build(18, NOW);
    }

    static AuditEvent.Builder producedBuilder() {
        return AuditEvent.of(AuditAction.MESSAGE_PRODUCED)
                .record(RECORD)
                .messageId("0190aaaa-0000-7000-8000-000000000002")
                .clientId("ats-producer-1")
                .start(NOW - 5)
                .duration(5_000_000);
    }

    static AuditEvent.Builder consumedBuilder() {
        return AuditEvent.of(AuditAction.MESSAGE_CONSUMED)
                .record(RECORD)
                .consumer(new ConsumerIdentity("jobda", "jobda-1", "jobda-1-5d0e2a52", "resultListener"))
                .delivery(Delivery.attempt(1))
                .start(NOW - 20)
                .duration(20_000_000);
    }

    private static RecordSnapshot record(int number) {
        return new RecordSnapshot(
                "recruit.result",
                3,
                42_000_017 + number,
                NOW - 70,
                "CreateTime",
                WireBytes.whole(("A-" + (20_260_017 + number)).getBytes(UTF_8)),
                WireBytes.whole(payload(number)),
                headers(),
                null);
    }
}
