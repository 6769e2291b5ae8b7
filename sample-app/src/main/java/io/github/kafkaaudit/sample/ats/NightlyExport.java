package io.github.kafkaaudit.sample.ats;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** An old job that writes the date as people do, which no receiver understands. */
@Component
public class NightlyExport {

    private static final DateTimeFormatter LOCAL_DATE = DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm");

    private final KafkaTemplate<String, Object> kafka;

    NightlyExport(KafkaTemplate<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Publishes a result and returns when the broker has it. */
    public void publish(String applicantId, String step, String result) {
        var message = Map.of(
                "applicantId", applicantId,
                "step", step,
                "result", result,
                "sentAt", LocalDateTime.now(ZoneId.systemDefault()).format(LOCAL_DATE));
        kafka.send(AtsApplication.RESULTS, applicantId, message).join();
    }
}
