package io.github.kafkaaudit.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class AuditingSerializerTests {

    @Test
    void namesTheSerializerOfTheApplicationWhereTheTypeIsWrong() {
        AuditingSerializer<Object> serializer = new AuditingSerializer<>();
        serializer.configure(Map.of(AuditingSerializer.VALUE_DELEGATE, StringSerializer.class.getName()), false);

        assertThatThrownBy(() -> serializer.serialize("t", new RecordHeaders(), 7))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Can't convert value of class java.lang.Integer to class"
                        + " org.apache.kafka.common.serialization.StringSerializer specified in value.serializer")
                .hasCauseInstanceOf(ClassCastException.class);
    }

    @Test
    void tellsTheSerializerOfTheApplicationWhichClusterItIs() {
        ClusterAware aware = new ClusterAware();

        AuditingSerializer.around(aware, false).onUpdate(new ClusterResource("cluster-7"));

        assertThat(aware.told).containsExactly("cluster-7");
    }

    @Test
    void configuresTheSerializerOfTheApplicationAsKafkaDoes() {
        AuditingSerializer<String> serializer = new AuditingSerializer<>();

        serializer.configure(Map.of(AuditingSerializer.KEY_DELEGATE, ClusterAware.class, "own", "setting"), true);

        assertThat(((ClusterAware) requireNonNull(serializer.delegate())).told).containsExactly("setting");
    }

    /** With what Kafka offers beside serializing. */
    static final class ClusterAware implements Serializer<String>, ClusterResourceListener, Configurable {

        private final List<String> told = new ArrayList<>();

        @Override
        public void configure(Map<String, ?> configs) {
            told.add(String.valueOf(configs.get("own")));
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {}

        @Override
        public void onUpdate(ClusterResource clusterResource) {
            told.add(clusterResource.clusterId());
        }

        @Override
        public byte[] serialize(String topic, String data) {
            return data.getBytes(StandardCharsets.UTF_8);
        }
    }
}
