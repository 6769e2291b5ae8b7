package io.github.kafkaaudit.delivery;

import io.github.kafkaaudit.kafka.KafkaAudit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A service in a JVM of its own that consumes and commits behind the commit barrier until it is killed. */
final class CommittingProcess {

    private CommittingProcess() {}

    @SuppressWarnings("InfiniteLoopStatement") // it is killed
    public static void main(String[] arguments) {
        String service = arguments[0];
        String bootstrapServers = arguments[1];
        try (AuditedLife life = AuditedLife.of(service, bootstrapServers)
                        .topic(service + "-audit")
                        .spool(Path.of(arguments[2]))
                        .start();
                Consumer<String, String> consumer = consumer(life, service, bootstrapServers)) {
            consumer.subscribe(List.of(service));
            System.out.println("life " + life.ephemeralId());
            long committed = 0;
            while (true) {
                int polled = consumer.poll(Duration.ofMillis(100)).count();
                if (polled > 0) {
                    try {
                        consumer.commitSync();
                        committed += polled;
                        System.out.println("safe " + committed + " .");
                    } catch (RetriableCommitFailedException e) {
                        // What was polled is committed with what comes next.
                        System.out.println("not safe");
                    }
                }
            }
        }
    }

    private static Consumer<String, String> consumer(AuditedLife life, String group, String bootstrapServers) {
        KafkaAudit audit = KafkaAudit.builder(life.trail())
                .commitBarrier(Duration.ofSeconds(5))
                .build();
        return audit.wrap(new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        // Who comes after a kill takes the partitions over at once.
                        "group.instance.id",
                        group,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        20,
                        "session.timeout.ms",
                        30_000),
                new StringDeserializer(),
                new StringDeserializer()));
    }
}
