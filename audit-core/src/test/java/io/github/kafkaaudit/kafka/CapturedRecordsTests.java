package io.github.kafkaaudit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.WireBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Finding what was captured of a record by the instance of its headers. */
class CapturedRecordsTests {

    private final CapturedRecords records = new CapturedRecords();
    private final List<Headers> arrived = new ArrayList<>();

    @Test
    void findsEveryRecordInTheOrderOfArrival() {
        arrive(5);

        assertFindsAll(arrived);
    }

    @Test
    void findsEveryRecordInAnyOrderAndMoreThanOnce() {
        arrive(50);
        List<Headers> shuffled = new ArrayList<>(arrived);
        shuffled.addAll(arrived);
        Collections.shuffle(shuffled, new Random(7));

        assertFindsAll(shuffled);
    }

    @Test
    void doesNotTakeEqualHeadersForTheSame() {
        arrive(2);

        assertThat(records.find(new RecordHeaders())).isNull();
        assertFindsAll(arrived);
    }

    @Test
    void findsWhatArrivesAfterASearch() {
        arrive(2);
        assertThat(records.find(new RecordHeaders())).isNull();
        arrive(1);

        assertFindsAll(arrived);
    }

    @Test
    void forgetsEverythingWhenCleared() {
        arrive(2);
        assertFindsAll(arrived);
        records.clear();

        assertThat(records.isEmpty()).isTrue();
        assertThat(records.find(arrived.get(0))).isNull();
    }

    @Test
    void knowsNothingOfAnEarlierPoll() {
        arrive(700);
        for (Headers headers : arrived) {
            CapturedRecord captured = records.find(headers);
            assertThat(captured).isNotNull();
            captured.key(WireBytes.NONE);
            captured.value(WireBytes.NONE);
        }
        records.clear();
        arrived.clear();
        arrive(700);

        assertFindsAll(arrived);
        assertThat(arrived).allSatisfy(headers -> {
            CapturedRecord captured = records.find(headers);
            assertThat(captured).isNotNull();
            assertThat(captured.key()).isNull();
            assertThat(captured.value()).isNull();
        });
    }

    private void arrive(int count) {
        for (int i = 0; i < count; i++) {
            Headers headers = new RecordHeaders();
            arrived.add(headers);
            records.add(headers);
        }
    }

    private void assertFindsAll(List<Headers> wanted) {
        for (Headers headers : wanted) {
            assertThat(records.find(headers))
                    .satisfies(found -> assertThat(found.isOf(headers)).isTrue());
        }
    }
}
