package io.github.kafkaaudit.kafka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cell of the table of states and signals, against a table that was written down by itself. The documentation is
 * made from the rules: {@code mvn test -pl audit-core -Dtest=DeliveryRulesTests -Ddelivery.states.write}.
 */
class DeliveryRulesTests {

    private static final String INTRODUCTION = """
            # How a delivery ends

            What is recorded of a delivery follows from one table: the state that it is in, what is heard of it, the event
            that is written, and the state from then on. A listener container, a loop that polls, and the callbacks of any
            other client feed the same table. What is not in it says nothing in that state: so a hand-over that is seen
            twice is one delivery, and a result that is reported twice is one result.

            This file is generated from the code (`DeliveryRules`); `DeliveryRulesTests` says how.

            | state | what is heard | is written | next state |
            |---|---|---|---|
            """;

    /** State: signal → written/next, as a person would say it. */
    private static final String EXPECTED = """
            HANDED_OUT: REACHED_LISTENER=AT_LISTENER RETURNED=SKIPPED/ENDED THREW=INTERCEPTOR_THREW/FAILED \
            COMMIT_REFUSED=SKIPPED/ENDED TRANSACTION_REFUSED=SKIPPED/ENDED NOT_READABLE=NOT_DESERIALIZED/FAILED \
            READ_AS_NULL=SKIPPED/ENDED NOT_SEEN=SKIPPED/ENDED PASSED_OVER=NOT_PROCESSED/ENDED ASSUMED=SKIPPED/ENDED \
            NOT_DUE=ENDED COMMITTING=DELIVERED_SO_FAR/HANDED_OUT FORGOTTEN=SKIPPED/ENDED CLOSED=SKIPPED/ENDED
            AT_LISTENER: DISCARDED=FILTERED LISTENER_THREW=LISTENER_FAILED RESULT_PENDING=AWAITING_RESULT \
            RETURNED=RETURNED THREW=FAILED/FAILED COMMIT_REFUSED=CONSUMED/ENDED TRANSACTION_REFUSED=RETURNED \
            NOT_READABLE=NOT_DESERIALIZED/FAILED READ_AS_NULL=NOT_DESERIALIZED/ENDED NOT_SEEN=DELIVERED/ENDED \
            PASSED_OVER=NOT_PROCESSED/ENDED ASSUMED=RETURNED NOT_DUE=ENDED COMMITTING=DELIVERED_SO_FAR/AT_LISTENER \
            FORGOTTEN=CONTAINER_DIED/ENDED CLOSED=CONTAINER_DIED/ENDED
            FILTERED: RETURNED=FILTERED/ENDED THREW=FILTERED/FAILED COMMIT_REFUSED=FILTERED/ENDED \
            TRANSACTION_REFUSED=FILTERED/ENDED READ_AS_NULL=FILTERED/ENDED NOT_SEEN=FILTERED/ENDED \
            PASSED_OVER=FILTERED/ENDED ASSUMED=FILTERED/ENDED COMMITTING=DELIVERED_SO_FAR/FILTERED \
            FORGOTTEN=FILTERED/ENDED CLOSED=FILTERED/ENDED
            LISTENER_FAILED: RESULT_PENDING=AWAITING_RESULT RETURNED=FAILED_SWALLOWED/ENDED THREW=FAILED/FAILED \
            COMMIT_REFUSED=FAILED_SWALLOWED/ENDED TRANSACTION_REFUSED=FAILED_SWALLOWED/ENDED \
            NOT_READABLE=NOT_DESERIALIZED/FAILED READ_AS_NULL=NOT_DESERIALIZED/ENDED \
            NOT_SEEN=FAILED_SWALLOWED/ENDED PASSED_OVER=FAILED_SWALLOWED/ENDED ASSUMED=FAILED_SWALLOWED/ENDED \
            NOT_DUE=ENDED COMMITTING=DELIVERED_SO_FAR/LISTENER_FAILED FORGOTTEN=CONTAINER_DIED/ENDED \
            CLOSED=CONTAINER_DIED/ENDED
            AWAITING_RESULT: RESULT_SUCCEEDED=CONSUMED/ENDED RESULT_SWALLOWED=FAILED_SWALLOWED/ENDED \
            RESULT_THREW=RESULT_FAILED THREW=FAILED/FAILED COMMITTING=DELIVERED_SO_FAR/AWAITING_RESULT \
            COMMITTED=COMMITTED_AWAITING_RESULT CLOSED=CLOSED_BEFORE_RESULT/ENDED
            COMMITTED_AWAITING_RESULT: RESULT_SUCCEEDED=CONSUMED/ENDED RESULT_SWALLOWED=FAILED_SWALLOWED/ENDED \
            RESULT_THREW=FAILED_COMMITTED/RETRYING THREW=FAILED_COMMITTED/RETRYING CLOSED=CLOSED_BEFORE_RESULT/ENDED
            RESULT_FAILED: COMMITTING=FAILED_COMMITTED/RETRYING COMMITTED=FAILED_COMMITTED/RETRYING \
            HANDED_OUT_AGAIN=FAILED/ENDED COPY_SENT=FAILED/COPIED WAITED_TOO_LONG=FAILED/ENDED CLOSED=FAILED/ENDED
            RETURNED: LISTENER_THREW=FAILED_SWALLOWED/ENDED COMMITTING=CONSUMED/ENDED COMMITTED=CONSUMED/ENDED \
            COMMIT_FAILED=CONSUMED/ENDED SOUGHT_BACK=REJECTED/ENDED ROLLED_BACK=CONSUMED/ENDED SETTLED=CONSUMED/ENDED \
            SETTLED_UNACKNOWLEDGED=AWAITING_ACKNOWLEDGEMENT REVOKED=CONSUMED_UNCOMMITTED/ENDED \
            CLOSED=CONSUMED_UNCOMMITTED/ENDED
            AWAITING_ACKNOWLEDGEMENT: LISTENER_THREW=FAILED_SWALLOWED/ENDED COMMITTING=CONSUMED/ENDED \
            COMMITTED=CONSUMED/ENDED COMMIT_FAILED=CONSUMED/ENDED WAITED_TOO_LONG=CONSUMED_UNCOMMITTED/ENDED \
            REVOKED=CONSUMED_UNCOMMITTED/ENDED CLOSED=CONSUMED_UNCOMMITTED/ENDED
            FAILED: COMMITTED=COMMITTED_FAILURE SOUGHT_BACK=RETRYING ROLLED_BACK=RETRYING HANDED_OUT_AGAIN=ENDED \
            COPY_SENT=COPIED REVOKED=ENDED CLOSED=ENDED
            COMMITTED_FAILURE: SOUGHT_BACK=RETRYING ROLLED_BACK=RETRYING MOVED_ON=GIVEN_UP/ENDED \
            HANDED_OUT_AGAIN=ENDED COPY_SENT=COPIED REVOKED=GIVEN_UP/ENDED CLOSED=GIVEN_UP/ENDED
            RETRYING: HANDED_OUT_AGAIN=ENDED COPY_SENT=COPIED WAITED_TOO_LONG=ENDED REVOKED=ENDED CLOSED=ENDED
            COPIED: COMMITTED=ENDED MOVED_ON=ENDED HANDED_OUT_AGAIN=ENDED REVOKED=ENDED CLOSED=ENDED
            ENDED:
            """;

    private static final Map<String, String> CELLS = expected();

    @ParameterizedTest
    @MethodSource("cells")
    void followsTheTableInEveryCell(DeliveryState state, Signal signal) {
        Transition found = DeliveryRules.of(state, signal);

        assertThat(found == null ? null : (found.written() == null ? "" : found.written() + "/") + found.next())
                .isEqualTo(CELLS.get(state + " " + signal));
    }

    @Test
    void endsOnce() {
        assertThat(Signal.values()).noneMatch(signal -> DeliveryRules.of(DeliveryState.ENDED, signal) != null);
        for (DeliveryState state : DeliveryState.values()) {
            for (Signal signal : Signal.values()) {
                Transition found = DeliveryRules.of(state, signal);
                if (found != null && found.written() != null && found.written().isEnd()) {
                    // Behind an end comes only what becomes of a failure.
                    assertThat(found.next() == DeliveryState.ENDED
                                    || found.next().isFailure())
                            .as(state + " " + signal)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void leavesNothingOpenWhenTheConsumerIsClosed() {
        for (DeliveryState state : DeliveryState.values()) {
            if (state != DeliveryState.ENDED) {
                Transition closed = DeliveryRules.of(state, Signal.CLOSED);
                assertThat(closed).as(state.name()).isNotNull();
                assertThat(closed.next()).as(state.name()).isEqualTo(DeliveryState.ENDED);
            }
        }
    }

    @Test
    void isWhatTheDocumentationShows() throws IOException {
        StringBuilder table = new StringBuilder(INTRODUCTION);
        for (DeliveryState state : DeliveryState.values()) {
            String name = state.words();
            for (Signal signal : Signal.values()) {
                Transition found = DeliveryRules.of(state, signal);
                if (found != null) {
                    table.append("| %s | %s | %s | %s |%n"
                            .formatted(
                                    name,
                                    signal.words(),
                                    found.written() == null
                                            ? ""
                                            : found.written().words(),
                                    found.next() == state
                                            ? "the same"
                                            : found.next().words())
                            .replace("\r", ""));
                    name = "";
                }
            }
        }
        Path file = Path.of("..", "docs", "delivery-states.md");
        if (System.getProperty("delivery.states.write") != null) {
            Files.writeString(file, table);
        }

        assertThat(file).hasContent(table.toString());
    }

    private static Stream<List<Object>> rows() {
        List<List<Object>> cells = new ArrayList<>();
        for (DeliveryState state : DeliveryState.values()) {
            for (Signal signal : Signal.values()) {
                cells.add(List.of(state, signal));
            }
        }
        return cells.stream();
    }

    static Stream<Object[]> cells() {
        return rows().map(List::toArray);
    }

    private static Map<String, String> expected() {
        Map<String, String> cells = new HashMap<>();
        EXPECTED.lines().forEach(line -> {
            String[] parts = line.split(":", 2);
            Arrays.stream(parts[1].strip().split(" "))
                    .filter(cell -> !cell.isEmpty())
                    .map(cell -> cell.split("="))
                    .forEach(cell -> cells.put(parts[0] + " " + cell[0], cell[1]));
        });
        return cells;
    }
}
