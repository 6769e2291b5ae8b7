package io.github.kafkaaudit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beside real agents it is tried where these are: in the ecosystem tests. */
class TracingAgentsTests {

    @Test
    void doesTheWorkOnceWhereNoAgentIs() {
        List<String> done = new ArrayList<>();

        TracingAgents.runUnseen(() -> done.add("work"));

        assertThat(done).containsExactly("work");
        assertThat(TracingAgents.unmuted()).isEmpty();
        assertThat(TracingAgents.hasOpenTelemetry()).isFalse();
    }

    @Test
    void passesOnWhatTheWorkThrows() {
        IllegalStateException thrown = new IllegalStateException("no");

        assertThatThrownBy(() -> TracingAgents.runUnseen(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }
}
