package io.github.kafkaaudit.test;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.json.EventFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about how often something happened to the records of one topic.
 *
 * @param <SELF> the type of the assertions
 */
public abstract sealed class EventsAssert<SELF extends EventsAssert<SELF>> extends AbstractAssert<SELF, RecordedAudit>
        permits PublicationsAssert, ConsumptionsAssert {

    private static final String PAYLOAD = "/kafka_audit/payload/json";
    private static final String HEADERS = "/kafka_audit/record/headers/";

    final Patience patience;
    private final AuditAction action;
    private final String verb;
    private final List<Predicate<RecordedEvent>> conditions = new ArrayList<>();
    private final StringBuilder subject;

    EventsAssert(RecordedAudit audit, Class<?> type, Patience patience, String topic, AuditAction action, String verb) {
        super(audit, type);
        this.patience = patience;
        this.action = action;
        this.verb = verb;
        this.subject = new StringBuilder("a record of ").append(topic);
        conditions.add(event -> event.is(action) && topic.equals(event.topic()));
    }

    /**
     * Looks only at records with a key.
     *
     * @param key the key as text
     * @return this
     */
    public SELF withKey(String key) {
        return with(" with key " + key, event -> key.equals(event.key()));
    }

    /**
     * Looks only at records with a business key, see the setting {@code kafka.audit.business-key}.
     *
     * @param businessKey the parts, joined by {@code |}
     * @return this
     */
    public SELF withBusinessKey(String businessKey) {
        return with(" with business key " + businessKey, event -> businessKey.equals(event.businessKey()));
    }

    /**
     * Looks only at records whose JSON payload has a value somewhere.
     *
     * @param pointer the JSON pointer, such as {@code /applicantId}
     * @param value the value as text
     * @return this
     */
    public SELF withPayload(String pointer, String value) {
        return with(
                " with " + pointer + " " + value,
                event -> value.equals(event.document().textAt(PAYLOAD + pointer)));
    }

    /**
     * Looks only at records with a header.
     *
     * @param name the header's name
     * @param value its value as text
     * @return this
     */
    public SELF withHeader(String name, String value) {
        String pointer = HEADERS + name.replace("~", "~0").replace("/", "~1");
        return with(
                " with header " + name + "=" + value,
                event -> value.equals(event.document().textAt(pointer)));
    }

    /**
     * Looks only at what one service did, where a test runs several.
     *
     * @param service the service's name
     * @return this
     */
    public SELF inService(String service) {
        return with(" in service " + service, event -> service.equals(event.field(EventFields.SERVICE_NAME)));
    }

    /**
     * Checks that it happened once and not again.
     *
     * @return this
     */
    public SELF exactlyOnce() {
        return times(1);
    }

    /**
     * Checks that it happened so often and not again.
     *
     * @param times how often
     * @return this
     */
    public SELF times(int times) {
        return check(times == 1 ? "exactly once" : times == 0 ? "never" : times + " times", events -> {
            return Expectation.exactly(times, matching(events).size());
        });
    }

    /**
     * Checks that it does not happen.
     *
     * @return this
     */
    public SELF never() {
        return times(0);
    }

    /**
     * Checks that it happened, however often.
     *
     * @return this
     */
    public SELF atLeastOnce() {
        return check(
                "at least once",
                events -> matching(events).isEmpty() ? Expectation.State.NOT_YET : Expectation.State.HOLDS_FOR_GOOD);
    }

    /** Returns what happened so far, for assertions of other kinds. */
    public List<RecordedEvent> events() {
        return matching(actual.events());
    }

    SELF with(String words, Predicate<RecordedEvent> condition) {
        subject.append(words);
        conditions.add(condition);
        return myself;
    }

    String subject() {
        return subject.toString();
    }

    List<RecordedEvent> matching(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> conditions.stream().allMatch(condition -> condition.test(event)))
                .toList();
    }

    /** Returns the places of the records that match. */
    List<String> coordinates(List<RecordedEvent> events) {
        return matching(events).stream()
                .map(RecordedEvent::coordinate)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private SELF check(String expected, Expectation expectation) {
        if (!actual.await(expectation, patience)) {
            int found = events().size();
            failWithMessage(
                    "%s",
                    Trail.describe(
                            "Expected " + subject + " to be " + verb + " " + expected + ", but " + action.value()
                                    + " was recorded " + found + (found == 1 ? " time" : " times"),
                            actual.events()));
        }
        return myself;
    }
}
