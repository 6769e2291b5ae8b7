package io.github.kafkaaudit.sample.jobda;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Sends an applicant a mail for every result that arrives. */
@Component
class NotificationListener {

    private final MailGateway gateway;

    NotificationListener(MailGateway gateway) {
        this.gateway = gateway;
    }

    @KafkaListener(id = "notifications", groupId = "jobda", topics = JobdaApplication.RESULTS)
    void notifyApplicant(SelectionResult result) {
        gateway.send(result.applicantId(), result.step() + ": " + result.result());
    }
}
