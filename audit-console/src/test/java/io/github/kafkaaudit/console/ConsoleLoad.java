package io.github.kafkaaudit.console;

import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.source.ElasticsearchSettings;
import io.github.kafkaaudit.console.source.ElasticsearchSource;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.console.source.Progress;
import io.github.kafkaaudit.console.source.Search;
import io.github.kafkaaudit.console.source.TopicSource;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures the console on a trail of many events: 50 services, 200 topics, 30 groups, a hundredth of the messages
 * published twice. Run by hand; benchmarks/README.md has the command.
 */
public final class ConsoleLoad {

    private static final int SERVICES = 50;
    private static final int TOPICS = 200;
    private static final int GROUPS = 30;

    private ConsoleLoad() {}

    public static void main(String[] args) throws Exception {
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        try (var stack = EmbeddedAuditStack.builder().start()) {
            var began = Instant.now().minus(Duration.ofHours(20));
            write(stack.bootstrapServers(), began, count);
            while (stack.events().count("{\"match_all\":{}}") < count) {
                TimeUnit.SECONDS.sleep(5);
            }
            print("%d events indexed", count);
            var period = new Period(began.minusSeconds(60), Instant.now().plusSeconds(60));
            topic(stack.bootstrapServers(), period, count);
            try (var source = new ElasticsearchSource(ElasticsearchSettings.of(stack.elasticsearchUrl()))) {
                var inquiry = new Inquiry(source);
                var parser = new QuestionParser();
                measure(
                        "business key",
                        rounds,
                        round -> inquiry.ask(parser.parse(
                                        "business-key:B-" + (round * 37 % (count / 2)), period, Filters.NONE))
                                .events()
                                .size());
                measure(
                        "payload field",
                        rounds,
                        round -> inquiry.ask(parser.parse(
                                        "applicantId:A-" + (round * 41 % (count / 2)), period, Filters.NONE))
                                .events()
                                .size());
                measure(
                        "duplicates",
                        Math.max(5, rounds / 10),
                        round -> inquiry.duplicates(period, Filters.NONE, 100)
                                .verdicts()
                                .size());
            }
        }
    }

    private static void topic(String bootstrapServers, Period period, int count) {
        try (var source = new TopicSource(bootstrapServers, "kafka-audit", Map.of(), Progress.NONE)) {
            var question = new QuestionParser().parse("business-key:B-77", period, Filters.NONE);
            for (var round = 0; round < 3; round++) {
                var began = System.nanoTime();
                var cpu = cpu();
                var found = source.find(new Search(period, question.criteria(), Filters.NONE, 100, true));
                var seconds = (System.nanoTime() - began) / 1e9;
                print(
                        "topic: %d events in %.1f s (%.1f s of CPU on the reading thread): %.0f events/s, %.0f per CPU second; found %d",
                        count,
                        seconds,
                        (cpu() - cpu) / 1e9,
                        count / seconds,
                        count / ((cpu() - cpu) / 1e9),
                        found.events().size());
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void measure(String what, int rounds, Question question) {
        var nanos = new long[rounds];
        var found = 0;
        for (var round = 0; round < rounds; round++) {
            var began = System.nanoTime();
            found = question.ask(round + 1);
            nanos[round] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        print(
                "%s: median %.0f ms, p99 %.0f ms, %d times; found %d",
                what, nanos[rounds / 2] / 1e6, nanos[Math.min(rounds - 1, rounds * 99 / 100)] / 1e6, rounds, found);
    }

    private static void write(String bootstrapServers, Instant began, int count) {
        var failures = new AtomicLong();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        20,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        1 << 18),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var trail = new TestTrail("load", began);
            for (var message = 0; message < count / 2; message++) {
                var key = message % 100 == 99 ? message - 1 : message;
                var topic = "load.topic-" + key % TOPICS;
                var id = TestTrail.id("m" + message);
                Object[] fields = {
                    "kafka_audit.dedup.key", "B-" + key,
                    "messaging.kafka.message.key", "A-" + key,
                    "kafka_audit.payload.format", "json",
                    "kafka_audit.payload.hash", "sha256:" + message,
                    "kafka_audit.payload.json",
                            Map.of(
                                    "applicantId",
                                    "A-" + key,
                                    "step",
                                    "SCREENING",
                                    "sentAt",
                                    "t" + message,
                                    "text",
                                    "x".repeat(200))
                };
                trail.produced("load-service-" + key % SERVICES, id, topic + "/0/" + message, fields);
                trail.consumed(
                        "load-service-" + (key + 1) % SERVICES,
                        "load-group-" + key % GROUPS,
                        id,
                        topic + "/0/" + message,
                        fields);
                for (var document : trail.documents()) {
                    var unused = producer.send(
                            new ProducerRecord<>("kafka-audit", document.getBytes(StandardCharsets.UTF_8)),
                            (sent, failure) -> failures.addAndGet(failure == null ? 0 : 1));
                }
                trail.documents().clear();
                if (message % 20 == 0) {
                    trail.later(Duration.ofSeconds(-39));
                }
            }
        }
        print("%d events written, %d failed", count, failures.get());
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }

    private interface Question {

        int ask(int round);
    }
}
