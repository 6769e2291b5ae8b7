package io.github.kafkaaudit.containers;

import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** With Apache Kafka's own image; {@code -Dkafka.image=…} takes another one. */
@RequiresImage(property = "kafka.image", image = "apache/kafka:4.3.1")
@Testcontainers(disabledWithoutDocker = true)
class KafkaContainerIT extends ServiceConnectionStory {

    @Container
    @ServiceConnection
    static final KafkaContainer KAFKA =
            new KafkaContainer(DockerImageName.parse(RequiresImageCondition.imageOf(KafkaContainerIT.class))
                    .asCompatibleSubstituteFor("apache/kafka"));
}
