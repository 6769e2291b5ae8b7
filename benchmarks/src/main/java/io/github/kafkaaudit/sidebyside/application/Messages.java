package io.github.kafkaaudit.sidebyside.application;

import java.util.Random;

/** Some thousand different messages of 1 KiB of JSON each. */
final class Messages {

    static final int LENGTH = 1024;

    private static final int COUNT = 1000;
    private static final String[] WORDS = {
        "application",
        "thank",
        "interview",
        "the",
        "team",
        "of",
        "result",
        "document",
        "stage",
        "we",
        "you",
        "schedule",
        "position",
        "regret",
        "confirm",
        "next",
        "please",
        "Seoul",
        "attached",
        "before",
        "until",
        "decision",
        "Monday"
    };

    private final String[] keys = new String[COUNT];
    private final String[] values = new String[COUNT];

    Messages() {
        // The same in every variant and round.
        Random random = new Random(20261122);
        for (int i = 0; i < COUNT; i++) {
            keys[i] = "A-" + (20260000 + i);
            values[i] = value(keys[i], random);
        }
    }

    String key(int index) {
        return keys[index % COUNT];
    }

    String value(int index) {
        return values[index % COUNT];
    }

    private static String value(String applicant, Random random) {
        StringBuilder json = new StringBuilder(LENGTH);
        json.append("{\"applicantId\":\"")
                .append(applicant)
                .append("\",\"recruitId\":")
                .append(random.nextInt(10_000))
                .append(",\"step\":\"DOCUMENT\",\"result\":\"")
                .append(random.nextBoolean() ? "PASSED" : "REJECTED")
                .append("\",\"sentAt\":\"2026-11-22T09:15:30.")
                .append(100 + random.nextInt(900))
                .append("Z\",\"applicant\":{\"name\":\"Kim Jiyoung\",\"email\":\"jiyoung.kim")
                .append(random.nextInt(10_000))
                .append("@example.com\",\"residentNumber\":\"900101-")
                .append(2_000_000 + random.nextInt(1_000_000))
                .append("\",\"address\":{\"city\":\"Seoul\",\"zip\":\"04524\",\"street\":\"Sejong-daero ")
                .append(1 + random.nextInt(200))
                .append("\"}},\"scores\":[");
        for (int i = 0; i < 6; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"category\":\"category-")
                    .append(i)
                    .append("\",\"points\":")
                    .append(random.nextInt(100))
                    .append(".5,\"passed\":")
                    .append(random.nextBoolean())
                    .append('}');
        }
        json.append("],\"message\":\"");
        while (json.length() < LENGTH - 2) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(LENGTH - 2);
        return json.append("\"}").toString();
    }
}
