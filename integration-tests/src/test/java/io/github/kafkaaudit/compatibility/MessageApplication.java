package io.github.kafkaaudit.compatibility;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Sends a message with headers of its own, and says which ones its listener got. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class MessageApplication {

    private final CompletableFuture<Message<?>> received = new CompletableFuture<>();

    @SuppressWarnings("unchecked")
    static String run(String brokersAndTopic) throws Exception {
        String[] arguments = brokersAndTopic.split(" ", -1);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(MessageApplication.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "logging.level.root=off",
                        "spring.application.name=headers",
                        "spring.kafka.bootstrap-servers=" + arguments[0],
                        "spring.kafka.consumer.auto-offset-reset=earliest",
                        "kafka.audit.sink=none",
                        "kafka.audit.spool.enabled=false",
                        "topic=" + arguments[1])
                .run()) {
            Message<String> message = MessageBuilder.withPayload("v")
                    .setHeader(KafkaHeaders.TOPIC, arguments[1])
                    .setHeader("tenant", "acme")
                    .setHeader("count", 5L)
                    .setHeader("names", Map.of("a", "b"))
                    .build();
            context.getBean(KafkaTemplate.class).send(message).get();
            Message<?> got = context.getBean(Listener.class).received().get(20, TimeUnit.SECONDS);
            return new TreeMap<>(got.getHeaders())
                    .entrySet().stream()
                            .filter(header -> !header.getKey().startsWith("kafka_")
                                    && !header.getKey().equals("id")
                                    && !header.getKey().equals("timestamp"))
                            .map(header -> header.getKey() + '=' + text(header.getValue()))
                            .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value.getClass() + " " + value;
    }

    @Bean
    Listener listener() {
        return new Listener(received);
    }

    record Listener(CompletableFuture<Message<?>> received) {

        @KafkaListener(topics = "${topic}", groupId = "headers")
        void receive(Message<?> message) {
            received.complete(message);
        }
    }
}
