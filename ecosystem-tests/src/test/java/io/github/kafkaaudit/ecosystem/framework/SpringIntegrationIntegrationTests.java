package io.github.kafkaaudit.ecosystem.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.ecosystem.Broker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.StaticMessageHeaderAccessor;
import org.springframework.integration.acks.AckUtils;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessageSource;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.integration.kafka.inbound.KafkaMessageSource;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConsumerProperties;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;

/** What is recorded of Spring Integration's adapters, and what is never claimed. */
@ExtendWith(Broker.class)
class SpringIntegrationIntegrationTests {

    private static final List<String> HANDLED = new CopyOnWriteArrayList<>();

    private static AuditedApplication application;

    @BeforeAll
    static void start() throws Exception {
        Broker.createTopics("si.polled", "si.errors", "si.executor", "si.failing", "si.out");
        application = AuditedApplication.start(Flows.class, "si");
        for (String channel : List.of("failing", "elsewhere")) {
            application.bean(channel, SubscribableChannel.class).subscribe(message -> {
                throw new IllegalStateException("on purpose");
            });
        }
        application.bean("handling", SubscribableChannel.class).subscribe(message -> HANDLED.add("error channel"));
    }

    @AfterAll
    static void close() {
        application.close();
    }

    @Test
    void recordsWhatAPolledSourceReceives() {
        application.send("si.polled", "v");
        MessageSource<?> source = application.bean(KafkaMessageSource.class);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            Message<?> received = source.receive();
            if (received != null) {
                AckUtils.autoAck(StaticMessageHeaderAccessor.getAcknowledgmentCallback(received));
            }
            return received != null;
        });

        application.awaitCommit("si.polled", 1);
        assertThat(application.events("si.polled"))
                .containsExactlyInAnyOrder("message-produced 0", "message-delivered 0");
        assertThat(application.all())
                .filteredOn(event -> event.action().equals("message-delivered") && "si.polled".equals(event.topic()))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.field("kafka_audit.payload.text")).isEqualTo("v"));
    }

    @Test
    void recordsTheFailureThatAnErrorChannelHandles() {
        application.send("si.errors", "v");
        application.await("si.errors", "message-consume-failed 0");
        application.awaitCommit("si.errors", 1);

        assertThat(HANDLED).contains("error channel");
        assertThat(application.events("si.errors"))
                .containsExactlyInAnyOrder("message-produced 0", "message-consume-failed 0");
    }

    @Test
    void claimsNoSuccessWhereTheFlowRunsOnAnotherThread() {
        application.send("si.executor", "v");
        application.awaitCommit("si.executor", 1);

        assertThat(application.events("si.executor"))
                .containsExactlyInAnyOrder("message-produced 0", "message-delivered 0");
    }

    @Test
    void recordsAFailureThatReachesTheContainer() {
        application.send("si.failing", "v");
        application.await("si.failing", "message-consume-failed 0");
    }

    @Test
    void recordsWhatAnOutboundAdapterSends() {
        application
                .bean(KafkaProducerMessageHandler.class)
                .handleMessage(MessageBuilder.withPayload("v")
                        .setHeader(KafkaHeaders.TOPIC, "si.out")
                        .build());

        application.await("si.out", "message-produced 0");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableIntegration
    static class Flows {

        @Bean
        KafkaMessageSource<String, String> polled(
                ConsumerFactory<String, String> factory, @Value("${topic}.polled") String topic) {
            ConsumerProperties properties = new ConsumerProperties(topic);
            properties.setGroupId(topic);
            return new KafkaMessageSource<>(factory, properties);
        }

        @Bean
        DirectChannel failing() {
            return new DirectChannel();
        }

        @Bean
        DirectChannel handling() {
            return new DirectChannel();
        }

        @Bean
        ExecutorChannel elsewhere() {
            return new ExecutorChannel(Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, "elsewhere");
                thread.setDaemon(true);
                return thread;
            }));
        }

        @Bean
        KafkaMessageDrivenChannelAdapter<String, String> withErrorChannel(
                ConsumerFactory<String, String> factory,
                MessageChannel failing,
                MessageChannel handling,
                @Value("${topic}.errors") String topic) {
            KafkaMessageDrivenChannelAdapter<String, String> adapter = adapter(factory, topic, failing);
            adapter.setErrorChannel(handling);
            return adapter;
        }

        @Bean
        KafkaMessageDrivenChannelAdapter<String, String> withExecutor(
                ConsumerFactory<String, String> factory,
                MessageChannel elsewhere,
                @Value("${topic}.executor") String topic) {
            return adapter(factory, topic, elsewhere);
        }

        @Bean
        KafkaMessageDrivenChannelAdapter<String, String> withNothing(
                ConsumerFactory<String, String> factory,
                MessageChannel failing,
                @Value("${topic}.failing") String topic) {
            return adapter(factory, topic, failing);
        }

        @Bean
        KafkaProducerMessageHandler<Object, Object> outbound(KafkaTemplate<Object, Object> template) {
            return new KafkaProducerMessageHandler<>(template);
        }

        private static KafkaMessageDrivenChannelAdapter<String, String> adapter(
                ConsumerFactory<String, String> factory, String topic, MessageChannel output) {
            ContainerProperties properties = new ContainerProperties(topic);
            properties.setGroupId(topic);
            KafkaMessageDrivenChannelAdapter<String, String> adapter =
                    new KafkaMessageDrivenChannelAdapter<>(new KafkaMessageListenerContainer<>(factory, properties));
            adapter.setOutputChannel(output);
            return adapter;
        }
    }
}
