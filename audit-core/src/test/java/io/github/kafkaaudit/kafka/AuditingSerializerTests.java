package io.github.kafkaaudit.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
}
