package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.HeaderSnapshot;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HeaderSnapshotsTests {

    private static final Header ID = new RecordHeader(AuditHeaders.MESSAGE_ID, "id".getBytes(UTF_8));
    private static final Header SERVICE = new RecordHeader(AuditHeaders.ORIGIN_SERVICE, "ats".getBytes(UTF_8));

    @Test
    void picturesHeadersInOrderWithRepeatedNamesAndWithoutValues() {
        HeaderSnapshot picture = HeaderSnapshots.of(
                new RecordHeaders().add("a", "1".getBytes(UTF_8)).add("b", null).add("a", "22".getBytes(UTF_8)));

        assertThat(picture.size()).isEqualTo(3);
        assertThat(picture.name(0)).isEqualTo("a");
        assertThat(picture.value(1)).isNull();
        assertThat(picture.lastText("a")).isEqualTo("22");
        assertThat(picture.last("c")).isNull();
        assertThat(picture.kept()).isEqualTo(3);
    }

    @Test
    void picturesHeadersThatNobodyChangedWithoutReadingThem() {
        Headers application = new RecordHeaders()
                .add("a", "1".getBytes(UTF_8))
                .add(AuditHeaders.MESSAGE_ID, "of a record that is passed on".getBytes(UTF_8))
                .add("b", null);
        SharedHeaders sent = new SharedHeaders(application, application.toArray(), ID, SERVICE);

        assertThat(sent.isChanged()).isFalse();
        assertSame(HeaderSnapshots.of(application.toArray(), ID, SERVICE), HeaderSnapshots.of(sent));
    }

    @Test
    void noticesEveryChange() {
        assertThat(changedBy(headers -> headers.add("b", null))).isTrue();
        assertThat(changedBy(headers -> headers.add(ID))).isTrue();
        assertThat(changedBy(headers -> headers.remove("a"))).isTrue();
        assertThat(changedBy(headers -> {
                    var all = headers.iterator();
                    all.next();
                    all.remove();
                }))
                .isTrue();
    }

    private static boolean changedBy(Consumer<Headers> change) {
        Headers application = new RecordHeaders().add("a", "1".getBytes(UTF_8));
        SharedHeaders sent = new SharedHeaders(application, application.toArray(), ID, SERVICE);
        change.accept(sent);
        return sent.isChanged();
    }

    private static void assertSame(HeaderSnapshot actual, HeaderSnapshot expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.name(i)).isEqualTo(expected.name(i));
            assertThat(actual.value(i)).isSameAs(expected.value(i));
        }
    }
}
