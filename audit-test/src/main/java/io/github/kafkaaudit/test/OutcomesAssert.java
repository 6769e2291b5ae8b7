package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what one consumer group did with each of some published records. */
public final class OutcomesAssert extends AbstractAssert<OutcomesAssert, RecordedAudit> {

    private final PublicationsAssert publications;
    private final String group;
    private final AuditAction action;
    private final String verb;

    OutcomesAssert(
            PublicationsAssert publications, RecordedAudit audit, String group, AuditAction action, String verb) {
        super(audit, OutcomesAssert.class);
        this.publications = publications;
        this.group = group;
        this.action = action;
        this.verb = verb;
    }

    /**
     * Checks that it happened once per record and not again.
     *
     * @return the assertions about the publications
     */
    public PublicationsAssert once() {
        return times(1);
    }

    /**
     * Checks that it happened so often per record and not again.
     *
     * @param times how often
     * @return the assertions about the publications
     */
    public PublicationsAssert times(int times) {
        return check(times == 1 ? "once" : times == 0 ? "never" : times + " times", events -> {
            List<String> coordinates = publications.coordinates(events);
            Expectation.State state = coordinates.isEmpty() ? Expectation.State.NOT_YET : Expectation.State.HOLDS;
            for (String coordinate : coordinates) {
                Expectation.State each = Expectation.exactly(times, count(events, coordinate));
                if (each == Expectation.State.BROKEN_FOR_GOOD) {
                    return each;
                }
                state = each == Expectation.State.NOT_YET ? each : state;
            }
            return state;
        });
    }

    /**
     * Checks that it does not happen to any of the records.
     *
     * @return the assertions about the publications
     */
    public PublicationsAssert never() {
        return times(0);
    }

    /**
     * Checks that it happened to every record, however often.
     *
     * @return the assertions about the publications
     */
    public PublicationsAssert atLeastOnce() {
        return check("at least once", events -> {
            List<String> coordinates = publications.coordinates(events);
            boolean all = !coordinates.isEmpty()
                    && coordinates.stream().allMatch(coordinate -> count(events, coordinate) > 0);
            return all ? Expectation.State.HOLDS_FOR_GOOD : Expectation.State.NOT_YET;
        });
    }

    private int count(List<RecordedEvent> events, String coordinate) {
        return (int) events.stream()
                .filter(event ->
                        event.is(action) && group.equals(event.group()) && coordinate.equals(event.coordinate()))
                .count();
    }

    private PublicationsAssert check(String expected, Expectation expectation) {
        if (!actual.await(expectation, publications.patience)) {
            List<RecordedEvent> events = actual.events();
            StringBuilder found = new StringBuilder();
            for (String coordinate : publications.coordinates(events)) {
                found.append(found.length() == 0 ? ", but: " : ", ")
                        .append(coordinate)
                        .append(' ')
                        .append(count(events, coordinate))
                        .append(count(events, coordinate) == 1 ? " time" : " times");
            }
            failWithMessage(
                    "%s",
                    Trail.describe(
                            "Expected " + publications.subject() + " to be " + verb + " by group " + group + " "
                                    + expected + (found.length() == 0 ? ", but none was published" : found.toString()),
                            events));
        }
        return publications;
    }
}
