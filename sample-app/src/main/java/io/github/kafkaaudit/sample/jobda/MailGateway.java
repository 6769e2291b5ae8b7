package io.github.kafkaaudit.sample.jobda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Stands in for a mail provider. It never answers the first two calls about an interview in time, as if the calendar
 * behind it had to wake up.
 */
@Component
class MailGateway {

    private static final int SLOW_CALLS = 2;

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    void send(String applicantId, String text) {
        if (text.startsWith("INTERVIEW") && calls.merge(applicantId, 1, Integer::sum) <= SLOW_CALLS) {
            throw new MailTimeoutException("The mail gateway did not answer within 5 s.");
        }
    }
}
