package io.github.kafkaaudit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.adapter.FilteringMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter;

class ListenerErrorHandlersTests {

    @Test
    void areNotThereForAListenerThatTheContainerCallsItself() {
        MessageListener<String, String> listener = record -> {};

        assertThat(ListenerErrorHandlers.mayBeOf(listener)).isFalse();
        assertThat(ListenerErrorHandlers.mayBeOf(null)).isFalse();
    }

    @Test
    void areNotThereForAListenerMethodWithoutOne() {
        assertThat(ListenerErrorHandlers.mayBeOf(adapter(null))).isFalse();
    }

    @Test
    void areFoundBehindAFilter() {
        var adapter = adapter((message, exception) -> "swallowed");

        assertThat(ListenerErrorHandlers.mayBeOf(adapter)).isTrue();
        assertThat(ListenerErrorHandlers.mayBeOf(new FilteringMessageListenerAdapter<>(adapter, record -> false)))
                .isTrue();
    }

    private static RecordMessagingMessageListenerAdapter<String, String> adapter(
            @Nullable KafkaListenerErrorHandler handler) {
        return new RecordMessagingMessageListenerAdapter<>(null, null, handler);
    }
}
