package io.github.kafkaaudit.ecosystem.agent;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * An application that knows nothing of the audit: it sends, listens record by record and in batches, fails, and polls
 * by hand. It says what it saw and which meters it has; a process of its own, so that an agent can be put beside it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ObservedApplication {

    static final int RECORDS = 3;

    private static final CountDownLatch AWAITED = new CountDownLatch(2 * RECORDS + 3);

    /**
     * Runs it once.
     *
     * @param arguments the settings, as Spring Boot takes them
     * @throws Exception when it could not do what it is for
     */
    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(ObservedApplication.class, arguments)) {
            String prefix = context.getEnvironment().getRequiredProperty("prefix");
            send(context, prefix);
            context.getBean(KafkaListenerEndpointRegistry.class).start();
            poll(context, prefix);
            if (!AWAITED.await(60, TimeUnit.SECONDS)) {
                say("SAW", "too little");
            }
            for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
                say(
                        "METER",
                        meter.getId().getName()
                                + new TreeSet<>(meter.getId().getTags().stream()
                                        .map(Tag::getKey)
                                        .toList()));
            }
        }
        say("END", "");
        Runtime.getRuntime().exit(0);
    }

    private static void send(ConfigurableApplicationContext context, String prefix) throws Exception {
        @SuppressWarnings("unchecked")
        KafkaTemplate<Object, Object> template = context.getBean(KafkaTemplate.class);
        for (String topic : List.of("record", "batch", "poll")) {
            for (int n = 0; n < RECORDS; n++) {
                template.send(record(prefix + topic, "value " + n)).get();
            }
        }
        template.send(record(prefix + "failing", "bad")).get();
    }

    private static ProducerRecord<Object, Object> record(String topic, String value) {
        ProducerRecord<Object, Object> record = new ProducerRecord<>(topic, "key", value);
        record.headers().add("own", "header".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static void poll(ConfigurableApplicationContext context, String prefix) {
        ConsumerFactory<?, ?> factory = context.getBean(ConsumerFactory.class);
        int seen = 0;
        try (Consumer<?, ?> consumer = factory.createConsumer(prefix + "poll", null)) {
            consumer.subscribe(List.of(prefix + "poll"));
            while (seen < RECORDS) {
                ConsumerRecords<?, ?> records = consumer.poll(Duration.ofMillis(200));
                for (ConsumerRecord<?, ?> record : records) {
                    saw("poll", record);
                    seen++;
                }
            }
            consumer.commitSync();
        }
    }

    @KafkaListener(topics = "${prefix}record", groupId = "${prefix}record")
    void record(ConsumerRecord<String, String> record) {
        saw("record", record);
        AWAITED.countDown();
    }

    @KafkaListener(topics = "${prefix}batch", groupId = "${prefix}batch", batch = "true")
    void batch(List<ConsumerRecord<String, String>> records) {
        for (ConsumerRecord<String, String> record : records) {
            saw("batch of " + records.size(), record);
            AWAITED.countDown();
        }
    }

    @KafkaListener(topics = "${prefix}failing", groupId = "${prefix}failing")
    void failing(ConsumerRecord<String, String> record) {
        saw("failing", record);
        AWAITED.countDown();
        throw new IllegalStateException("on purpose");
    }

    @KafkaListener(topics = "${prefix}failing-dlt", groupId = "${prefix}failing-dlt")
    void dead(ConsumerRecord<String, String> record) {
        saw("dead", record);
        AWAITED.countDown();
    }

    private static void saw(String where, ConsumerRecord<?, ?> record) {
        TreeSet<String> headers = new TreeSet<>();
        for (Header header : record.headers()) {
            headers.add(header.key());
        }
        headers.removeIf(name -> name.startsWith("ka-"));
        say("SAW", where + " " + record.value() + " " + record.offset() + " " + headers);
    }

    private static synchronized void say(String what, String text) {
        System.out.println(what + " " + text);
    }

    @Bean
    static MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    @Bean
    static DefaultErrorHandler errorHandler(KafkaTemplate<?, ?> template) {
        return new DefaultErrorHandler(new DeadLetterPublishingRecoverer(template), new FixedBackOff(0, 1));
    }
}
