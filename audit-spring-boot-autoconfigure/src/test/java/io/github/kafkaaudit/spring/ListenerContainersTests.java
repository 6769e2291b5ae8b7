package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.RecordInterceptor;

/** One delivery is one event, whoever else stands around the container, its interceptors and its consumer. */
class ListenerContainersTests {

    private final RecordedTrail trail = new RecordedTrail();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void recordsADeliveryOnceThoughAnAgentShowsAnotherInterceptorThanWasSet() {
        KafkaMessageListenerContainer<String, String> container =
                new AdvisedContainer(consumers(mock("one")), properties());
        for (int look = 0; look < 3; look++) {
            trail.spring().install(container, "container");
        }

        run(container, 1);

        assertThat(trail.events("message-consumed")).singleElement().asString().contains("\"attempt\":1");
    }

    @Test
    void recordsADeliveryOnceThoughSomebodyWrapsItsInterceptorBetweenTwoLooks() {
        KafkaMessageListenerContainer<String, String> container =
                new KafkaMessageListenerContainer<>(consumers(mock("one")), properties());
        trail.spring().install(container, "container");
        container.setRecordInterceptor(new Around(container.getRecordInterceptor()));
        trail.spring().install(container, "container");

        run(container, 1);

        assertThat(trail.events("message-consumed")).singleElement().asString().contains("\"attempt\":1");
    }

    @Test
    void knowsTheConsumerInsideOfAWrapper() {
        DefaultKafkaConsumerFactory<String, String> factory = consumers(mock("one"));
        factory.addPostProcessor(ListenerContainersTests::forwarding);
        KafkaMessageListenerContainer<String, String> container =
                new KafkaMessageListenerContainer<>(factory, properties());
        trail.spring().install(container, "container");

        run(container, 1);

        assertThat(trail.events("message-consumed")).hasSize(1);
        assertThat(trail.events("message-delivered")).isEmpty();
        assertThat(trail.events("offset-committed")).isNotEmpty();
    }

    @Test
    void leavesTheWalkThroughABatchToTheApplication() {
        List<String> plain = walks(false);
        List<String> audited = walks(true);

        assertThat(audited).isEqualTo(plain);
        assertThat(trail.events("message-consumed")).hasSize(2);
    }

    private List<String> walks(boolean audited) {
        List<String> walks = Collections.synchronizedList(new ArrayList<>());
        KafkaMessageListenerContainer<String, String> container =
                new KafkaMessageListenerContainer<>(plainConsumers(watched(mock("one", "two"), walks)), properties());
        heard.clear();
        container.getContainerProperties().setMessageListener((BatchMessageListener<String, String>)
                records -> records.forEach(record -> heard.add(record.value())));
        if (audited) {
            trail.spring().install(container, "container");
        }
        run(container, 2);
        return walks;
    }

    private void run(KafkaMessageListenerContainer<String, String> container, int records) {
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConsumerStartedEvent started) {
                trail.spring().started(started);
            }
        });
        container.setBeanName("listener");
        container.start();
        await().until(() -> heard.size() >= records);
        container.stop();
    }

    private ContainerProperties properties() {
        ContainerProperties properties = new ContainerProperties("topic");
        properties.setGroupId("group");
        properties.setPollTimeout(20);
        properties.setMessageListener((MessageListener<String, String>) record -> heard.add(record.value()));
        return properties;
    }

    private DefaultKafkaConsumerFactory<String, String> consumers(Consumer<String, String> consumer) {
        DefaultKafkaConsumerFactory<String, String> factory = plainConsumers(consumer);
        trail.spring().install(factory, "factory");
        return factory;
    }

    private static DefaultKafkaConsumerFactory<String, String> plainConsumers(Consumer<String, String> consumer) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "group"));
        return new DefaultKafkaConsumerFactory<>(settings) {
            @Override
            protected Consumer<String, String> createRawConsumer(Map<String, Object> configProps) {
                return consumer;
            }
        };
    }

    private static MockConsumer<String, String> mock(String... values) {
        MockConsumer<String, String> mock = new MockConsumer<>("earliest");
        TopicPartition partition = new TopicPartition("topic", 0);
        mock.updateBeginningOffsets(Map.of(partition, 0L));
        mock.updateEndOffsets(Map.of(partition, (long) values.length));
        mock.schedulePollTask(() -> {
            mock.rebalance(List.of(partition));
            for (int offset = 0; offset < values.length; offset++) {
                mock.addRecord(new ConsumerRecord<>("topic", 0, offset, "key", values[offset]));
            }
        });
        return mock;
    }

    private static Consumer<String, String> forwarding(Consumer<String, String> consumer) {
        return watched(consumer, new ArrayList<>());
    }

    /** A consumer whose records tell who goes through them by their iterator. */
    @SuppressWarnings("unchecked")
    private static Consumer<String, String> watched(Consumer<String, String> consumer, List<String> walks) {
        return (Consumer<String, String>) Proxy.newProxyInstance(
                ListenerContainersTests.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(consumer, arguments);
                        return result instanceof ConsumerRecords<?, ?> records && !records.isEmpty()
                                ? new WatchedRecords((ConsumerRecords<String, String>) records, walks)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** As the advice of opentelemetry-javaagent does: whoever asks for the interceptor gets another one around it. */
    private static final class AdvisedContainer extends KafkaMessageListenerContainer<String, String> {

        private AdvisedContainer(ConsumerFactory<String, String> factory, ContainerProperties properties) {
            super(factory, properties);
        }

        @Override
        public RecordInterceptor<String, String> getRecordInterceptor() {
            return new Around(super.getRecordInterceptor());
        }
    }

    private record Around(@Nullable RecordInterceptor<String, String> inner)
            implements RecordInterceptor<String, String> {

        @Override
        public @Nullable ConsumerRecord<String, String> intercept(
                ConsumerRecord<String, String> record, Consumer<String, String> consumer) {
            return inner == null ? record : inner.intercept(record, consumer);
        }

        @Override
        public void success(ConsumerRecord<String, String> record, Consumer<String, String> consumer) {
            if (inner != null) {
                inner.success(record, consumer);
            }
        }

        @Override
        public void failure(
                ConsumerRecord<String, String> record, Exception exception, Consumer<String, String> consumer) {
            if (inner != null) {
                inner.failure(record, exception, consumer);
            }
        }

        @Override
        public void afterRecord(ConsumerRecord<String, String> record, Consumer<String, String> consumer) {
            if (inner != null) {
                inner.afterRecord(record, consumer);
            }
        }

        @Override
        public void setupThreadState(Consumer<?, ?> consumer) {
            if (inner != null) {
                inner.setupThreadState(consumer);
            }
        }

        @Override
        public void clearThreadState(Consumer<?, ?> consumer) {
            if (inner != null) {
                inner.clearThreadState(consumer);
            }
        }
    }

    private static final class WatchedRecords extends ConsumerRecords<String, String> {

        private final List<String> walks;

        private WatchedRecords(ConsumerRecords<String, String> records, List<String> walks) {
            super(byPartition(records), records.nextOffsets());
            this.walks = walks;
        }

        @Override
        public Iterator<ConsumerRecord<String, String>> iterator() {
            walks.add(Thread.currentThread().getName());
            return super.iterator();
        }

        private static Map<TopicPartition, List<ConsumerRecord<String, String>>> byPartition(
                ConsumerRecords<String, String> records) {
            Map<TopicPartition, List<ConsumerRecord<String, String>>> lists = new HashMap<>();
            records.partitions().forEach(partition -> lists.put(partition, records.records(partition)));
            return lists;
        }
    }
}
