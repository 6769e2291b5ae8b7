package io.github.kafkaaudit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTableTests {

    private final EventTable table = new EventTable(ZoneOffset.UTC);

    @Test
    void alignsItsColumnsAndShowsWhatIsAbsentAsADash() {
        var trail = new Trail().produced("m-1", 5).failed("jobda", "m-1", 5, 1, "org.example.MailTimeoutException");

        assertThat(table.lines(trail.events)).containsExactly("""
                time          action                  service  coordinate          group  attempt
                09:00:01.000  message-produced        ats      recruit.result/0/5  -      -
                09:00:02.000  message-consume-failed  jobda    recruit.result/0/5  jobda  1""".split("\n", -1));
    }

    @Test
    void ordersEventsByTime() {
        var trail = new Trail().produced("m-1", 5).consumed("jobda", "m-1", 5);

        assertThat(table.lines(List.of(trail.events.get(1), trail.events.get(0))))
                .isEqualTo(table.lines(trail.events));
    }
}
