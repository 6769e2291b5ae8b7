package io.github.kafkaaudit.sample.ats;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Publishes a result until the receiver has confirmed it, four times at most.
 *
 * <p>This is the incident: the confirmations were agreed upon and never built, so every result goes out four times,
 * each time as a new message with its own {@code sentAt}.
 */
@Component
public class ConfirmedPublisher {

    private static final int ATTEMPTS = 4;

    private final ResultPublisher publisher;
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();

    ConfirmedPublisher(ResultPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes a result, again and again while no confirmation has come. */
    public void publish(String applicantId, String step, String result) {
        for (var attempt = 1; attempt <= ATTEMPTS && !confirmed.contains(applicantId); attempt++) {
            publisher.publish(applicantId, step, result);
        }
    }

    /** Takes note that the receiver has the applicant's result. */
    public void confirm(String applicantId) {
        confirmed.add(applicantId);
    }
}
