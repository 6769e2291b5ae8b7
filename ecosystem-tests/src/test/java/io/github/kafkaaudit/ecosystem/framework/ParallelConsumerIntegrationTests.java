package io.github.kafkaaudit.ecosystem.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.github.kafkaaudit.ecosystem.Broker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Confluent's Parallel Consumer takes a consumer, so one of the application's factory is audited. */
@ExtendWith(Broker.class)
class ParallelConsumerIntegrationTests {

    @Test
    @SuppressWarnings("unchecked")
    void recordsWhatItIsGivenAndWhatItCommits() throws Exception {
        Broker.createTopics("parallel");
        List<String> processed = new CopyOnWriteArrayList<>();
        try (AuditedApplication application = AuditedApplication.start(Plain.class, "parallel")) {
            application.send("parallel", "one");
            application.send("parallel", "two");
            Consumer<String, String> consumer =
                    ((ConsumerFactory<String, String>) application.bean(ConsumerFactory.class)).createConsumer();
            ParallelStreamProcessor<String, String> processor =
                    ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<String, String>builder()
                            .consumer(consumer)
                            .ordering(ParallelConsumerOptions.ProcessingOrder.UNORDERED)
                            .build());
            try {
                processor.subscribe(List.of("parallel"));
                processor.poll(context ->
                        processed.add(context.getSingleConsumerRecord().value()));
                application.awaitCommit("parallel", 2);
            } finally {
                processor.close();
            }

            assertThat(processed).containsExactlyInAnyOrder("one", "two");
            assertThat(application.events("parallel"))
                    .containsExactlyInAnyOrder(
                            "message-produced 0", "message-produced 1", "message-delivered 0", "message-delivered 1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}
}
