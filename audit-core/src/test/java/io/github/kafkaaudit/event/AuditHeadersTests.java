package io.github.kafkaaudit.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditHeadersTests {

    private static final String ID = "0190aaaa-0000-7000-8000-000000000002";

    @Test
    void tiesAnIdToItsTopicAndLeavesItAUuid() {
        byte[] id = ID.getBytes(US_ASCII);

        AuditHeaders.bind(id, "recruit.result");

        assertThat(UUID.fromString(new String(id, US_ASCII)).version()).isEqualTo(7);
        assertThat(AuditHeaders.messageId(id, "recruit.result")).isEqualTo(new String(id, US_ASCII));
        assertThat(AuditHeaders.messageId(id, "recruit.other")).isNull();
    }

    @Test
    void recognisesItUnderThePrefixOfAMirror() {
        byte[] id = ID.getBytes(US_ASCII);

        AuditHeaders.bind(id, "recruit.result");

        assertThat(AuditHeaders.mayBelongTo(id, "seoul.recruit.result")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", ID + "0", "0190aaaa-0000-7000-8000-00000000000g", "0190aaaa00000-7000-8000-000000000002"
            })
    void takesOnlyUuidsForIds(String value) {
        assertThat(AuditHeaders.messageId(value.getBytes(US_ASCII))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u001b[31m", "a\u0000", "a\u202eb"})
    void takesOnlyPrintableNamesForServices(String value) {
        assertThat(AuditHeaders.originService(value.getBytes(UTF_8))).isNull();
    }

    @Test
    void takesNamesOfServicesUpTo256Bytes() {
        assertThat(AuditHeaders.originService("채용 서비스".getBytes(UTF_8))).isEqualTo("채용 서비스");
        assertThat(AuditHeaders.originService("a".repeat(256).getBytes(UTF_8))).hasSize(256);
        assertThat(AuditHeaders.originService("a".repeat(257).getBytes(UTF_8))).isNull();
        assertThat(AuditHeaders.originService(new byte[] {'a', (byte) 0xC3})).isNull();
    }
}
