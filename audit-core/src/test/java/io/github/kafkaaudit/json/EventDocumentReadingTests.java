package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class EventDocumentReadingTests {

    @Test
    void tellsFieldsByTheirDottedNames() {
        EventDocument document = parse("""
                {"event":{"action":"message-consumed"},"kafka_audit":{"delivery":{"attempt":2,"redelivered":true}}}""");

        assertThat(document.text("event.action")).isEqualTo("message-consumed");
        assertThat(document.value("kafka_audit.delivery.attempt")).isEqualTo(2);
        assertThat(document.text("kafka_audit.delivery.attempt")).isEqualTo("2");
        assertThat(document.value("kafka_audit.delivery.redelivered")).isEqualTo(true);
        assertThat(document.value("event.reason")).isNull();
        assertThat(document.text("event.action.deeper")).isNull();
    }

    @Test
    void tellsPartsOfAPayloadByPointer() {
        EventDocument document = parse("{\"p\":{\"a/b\":{\"x.y\":[{\"z\":null},\"second\"]}}}");

        assertThat(document.textAt("/p/a~1b/x.y/1")).isEqualTo("second");
        assertThat(document.valueAt("/p/a~1b/x.y/0/z")).isNull();
        assertThat(document.valueAt("/p/a~1b/x.y/2")).isNull();
        assertThat(document.textAt("/p/a~1b")).isEqualTo("{\"x.y\":[{\"z\":null},\"second\"]}");
    }

    @Test
    void roundsNoNumber() {
        EventDocument document = parse("{\"amount\":1.10,\"large\":123456789012345678901234567890,\"tiny\":1e-400}");

        assertThat(document.text("amount")).isEqualTo("1.10");
        assertThat(document.value("large")).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(document.text("tiny")).isEqualTo("1E-400");
    }

    @Test
    void writesWhatItHasRead() {
        String json = "{\"a\":[1,1.50,true,false,null,\"\\u0000\\\"한\"],\"b\":{},\"c\":[]}";

        assertThat(parse(json)).hasToString(json);
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("{\"a\":"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("[]"));
    }

    private static EventDocument parse(String json) {
        return EventDocument.parse(json.getBytes(UTF_8));
    }
}
