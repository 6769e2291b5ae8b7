package io.github.kafkaaudit.sidebyside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The two topics of one round. */
final class Topics implements AutoCloseable {

    private static final int MESSAGE_PARTITIONS = 3;
    private static final int AUDIT_PARTITIONS = 6;
    // Far beyond the members that come before the action, far before the payload.
    private static final int LOOK_INTO = 1024;

    private final Admin admin;
    private final String bootstrapServers;
    private final String messages;
    private final String audit;

    Topics(String bootstrapServers, int round) throws ExecutionException, InterruptedException {
        this.bootstrapServers = bootstrapServers;
        this.messages = "messages-" + round;
        this.audit = "audit-" + round;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        admin.createTopics(List.of(
                        new NewTopic(messages, MESSAGE_PARTITIONS, (short) 1),
                        new NewTopic(audit, AUDIT_PARTITIONS, (short) 1)))
                .all()
                .get();
    }

    String messages() {
        return messages;
    }

    String audit() {
        return audit;
    }

    /** Reads the whole audit topic; nobody writes it any more. */
    Arrived arrived(Variant variant) {
        byte[] produced = variant.producedMark().getBytes(US_ASCII);
        byte[] consumed = variant.consumedMark().getBytes(US_ASCII);
        long[] counts = new long[3];
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(audit).stream()
                    .map(partition -> new TopicPartition(audit, partition.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    byte[] event = record.value();
                    counts[contains(event, produced) ? 0 : contains(event, consumed) ? 1 : 2]++;
                }
            }
        }
        return new Arrived(counts[0], counts[1], counts[2]);
    }

    @Override
    public void close() {
        try {
            admin.deleteTopics(List.of(messages, audit)).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("The topics of a round cannot be deleted", e);
        } finally {
            admin.close();
        }
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        int last = Math.min(text.length, LOOK_INTO) - wanted.length;
        for (int i = 0; i <= last; i++) {
            int same = 0;
            while (same < wanted.length && text[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
