package io.github.kafkaaudit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kafkaaudit.event.AuditHeaders;
import java.util.Iterator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The application's own record ends as it would if it had been sent itself. */
class RecordCopyTests {

    private static final Header ID = new RecordHeader(AuditHeaders.MESSAGE_ID, "id".getBytes(UTF_8));
    private static final Header SERVICE = new RecordHeader(AuditHeaders.ORIGIN_SERVICE, "service".getBytes(UTF_8));

    private final ProducerRecord<String, String> expected = record();
    private final ProducerRecord<String, String> own = record();
    private final ProducerRecord<String, String> copy = copyOf(own);

    @Test
    void doesToTheRecordOfTheApplicationWhatIsDoneToTheCopy() {
        for (Headers headers : new Headers[] {expected.headers(), copy.headers()}) {
            headers.add("added", "1".getBytes(UTF_8)).add(new RecordHeader("added", "2".getBytes(UTF_8)));
            headers.remove("twice").remove("never there");
            removeFirst(headers, "added");
        }

        assertThat(own).isEqualTo(expected);
        assertThat(copy.headers()).contains(ID, SERVICE).hasSize(4);
    }

    @Test
    void keepsOurHeadersToItself() {
        copy.headers().remove(AuditHeaders.MESSAGE_ID).add(ID);

        assertThat(own).isEqualTo(expected);
        assertThat(copy.headers().lastHeader(AuditHeaders.MESSAGE_ID)).isSameAs(ID);
    }

    @Test
    void replacesHeadersOfOursThatARecordBringsAlong() {
        ProducerRecord<String, String> forwarded = record();
        forwarded.headers().add(AuditHeaders.MESSAGE_ID, "old".getBytes(UTF_8));

        assertThat(copyOf(forwarded).headers().headers(AuditHeaders.MESSAGE_ID)).containsExactly(ID);
        assertThat(forwarded.headers().lastHeader(AuditHeaders.MESSAGE_ID).value())
                .asString()
                .isEqualTo("old");
    }

    @Test
    void closesTheRecordOfTheApplicationWhenItIsClosed() {
        ((RecordHeaders) copy.headers()).setReadOnly();

        assertThat(((RecordHeaders) own.headers()).isReadOnly()).isTrue();
        assertThat(((RecordHeaders) copy.headers()).isReadOnly()).isTrue();
    }

    @Test
    void refusesWhatARecordRefusesThatWasSentBefore() {
        ((RecordHeaders) own.headers()).setReadOnly();

        assertThatThrownBy(() -> copy.headers().add("added", new byte[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("RecordHeaders has been closed.");
        assertThatThrownBy(() -> copy.headers().remove("never there")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> removeFirst(copy.headers(), "kept")).isInstanceOf(IllegalStateException.class);
        assertThat(copy.headers()).hasSize(5);
    }

    @Test
    void describesItselfAsAnyRecord() {
        expected.headers().add(ID).add(SERVICE);

        assertThat(copy).hasToString(expected.toString());
    }

    private static void removeFirst(Headers headers, String name) {
        for (Iterator<Header> all = headers.iterator(); all.hasNext(); ) {
            if (all.next().key().equals(name)) {
                all.remove();
                return;
            }
        }
    }

    private static ProducerRecord<String, String> record() {
        ProducerRecord<String, String> record = new ProducerRecord<>("t", 1, 17L, "k", "v");
        record.headers()
                .add("kept", "1".getBytes(UTF_8))
                .add("twice", "1".getBytes(UTF_8))
                .add("twice", "2".getBytes(UTF_8));
        return record;
    }

    private static ProducerRecord<String, String> copyOf(ProducerRecord<String, String> record) {
        return new RecordCopy<>(record, record.headers().toArray(), ID, SERVICE);
    }
}
