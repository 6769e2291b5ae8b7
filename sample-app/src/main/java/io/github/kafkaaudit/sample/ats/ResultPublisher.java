package io.github.kafkaaudit.sample.ats;

import java.time.Instant;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Publishes selection results. */
@Component
public class ResultPublisher {

    private final KafkaTemplate<String, Object> kafka;

    ResultPublisher(KafkaTemplate<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Publishes a result and returns when the broker has it. */
    public void publish(String applicantId, String step, String result) {
        var message = new SelectionResult(applicantId, step, result, Instant.now());
        kafka.send(AtsApplication.RESULTS, applicantId, message).join();
    }
}
