package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.spring.SpringKafkaAudit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStartedEvent;

/** Tells the audit which container a consumer's thread works for. */
final class KafkaAuditConsumerListener implements ApplicationListener<ConsumerStartedEvent> {

    private final ObjectProvider<SpringKafkaAudit> audit;

    KafkaAuditConsumerListener(ObjectProvider<SpringKafkaAudit> audit) {
        this.audit = audit;
    }

    @Override
    public void onApplicationEvent(ConsumerStartedEvent event) {
        audit.ifAvailable(installed -> installed.started(event));
    }
}
