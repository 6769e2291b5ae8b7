package io.github.kafkaaudit.console.answer;

import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.GroupFate;
import io.github.kafkaaudit.verdict.Publication;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailGap;
import io.github.kafkaaudit.verdict.TrailLife;
import io.github.kafkaaudit.verdict.Verdict;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers as JSON, the same on the command line, under {@code /api} and in an evidence pack. Times are UTC. */
public final class AnswerJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AnswerJson() {}

    /** Returns an answer, with its events where they are asked for. */
    public static ObjectNode of(Answer answer, boolean withEvents) {
        var json = JSON.createObjectNode();
        json.put("question", answer.question().text());
        json.put("since", answer.question().period().since().toString());
        json.put("until", answer.question().period().until().toString());
        json.put("source", answer.source());
        json.put("answered", answer.asked().toString());
        json.put("ending", lower(answer.ending()));
        json.put("cut", answer.cut());
        add(json.putArray("remarks"), answer.remarks());
        var verdicts = json.putArray("verdicts");
        answer.verdicts().forEach(verdict -> verdicts.add(of(verdict)));
        json.set("completeness", lives(answer.lives()));
        if (withEvents) {
            var events = json.putArray("events");
            answer.events().forEach(event -> events.add(event.document()));
        }
        return json;
    }

    /** Returns verdicts about several messages. */
    public static ObjectNode listing(Listing listing) {
        var json = JSON.createObjectNode();
        json.put("ending", lower(listing.ending()));
        json.put("cut", listing.cut());
        add(json.putArray("remarks"), listing.remarks());
        var verdicts = json.putArray("verdicts");
        listing.verdicts().forEach(verdict -> verdicts.add(of(verdict)));
        return json;
    }

    /** Returns one verdict. */
    public static ObjectNode of(Verdict verdict) {
        var json = JSON.createObjectNode();
        json.put("sentence", verdict.sentence(ZoneOffset.UTC));
        json.put("publishing", lower(verdict.publishing()));
        json.put("topic", verdict.topic());
        json.put("businessKey", verdict.businessKey());
        json.put("finding", verdict.isFinding());
        json.put("incomplete", verdict.isIncomplete());
        var publications = json.putArray("publications");
        verdict.publications().forEach(publication -> publications.add(of(publication)));
        var failed = json.putArray("failedSends");
        verdict.failedSends().forEach(publication -> failed.add(of(publication)));
        var fates = json.putArray("fates");
        verdict.fates().forEach(fate -> fates.add(of(fate)));
        add(json.putArray("copies"), verdict.copyCoordinates());
        add(json.putArray("claimedCopies"), verdict.claimedCopyCoordinates());
        var differences = json.putArray("differences");
        verdict.differences().forEach(difference -> {
            var one = differences.addObject();
            one.put("place", difference.place());
            one.put("comparable", difference.isComparable());
            var values = one.putArray("values");
            difference.values().forEach(value -> values.add(value));
        });
        json.set("gaps", gaps(verdict.publisherGaps()));
        var clocks = json.putArray("clocks");
        verdict.clocks()
                .forEach(clock -> clocks.addObject()
                        .put("behind", clock.behind())
                        .put("ahead", clock.ahead())
                        .put("atLeastMillis", clock.atLeast().toMillis()));
        return json;
    }

    /** Returns the lives of trails with what is missing in them. */
    public static ArrayNode lives(Collection<TrailLife> lives) {
        var json = JSON.createArrayNode();
        for (var life : lives) {
            var one = json.addObject();
            one.put("service", life.service());
            one.put("ephemeralId", life.trail());
            one.put("host", life.host());
            one.put("firstSequence", life.firstSequence());
            one.put("lastSequence", life.lastSequence());
            one.put("first", life.first().toString());
            one.put("last", life.last().toString());
            one.put("events", life.events());
            one.put("missing", life.missing());
            one.put("stopped", life.stopped());
            one.set("gaps", gaps(life.gaps()));
        }
        return json;
    }

    /** Returns events as they are listed, without their documents. */
    public static ArrayNode events(Collection<TrailEvent> events) {
        var json = JSON.createArrayNode();
        for (var event : events) {
            json.addObject()
                    .put("time", event.time().toString())
                    .put("id", event.id())
                    .put("action", event.action())
                    .put("service", event.service())
                    .put("coordinate", event.coordinate())
                    .put("group", event.group())
                    .put("businessKey", event.businessKey())
                    .put("deadLetter", event.deadLetter())
                    .put("error", event.errorType())
                    .put("message", event.text(EventFields.MESSAGE));
        }
        return json;
    }

    /** Returns a document as text. */
    public static String text(Object json) {
        return JSON.writeValueAsString(json);
    }

    private static ObjectNode of(Publication publication) {
        var event = publication.evidence();
        var json = JSON.createObjectNode();
        json.put("time", publication.time().toString());
        json.put("service", publication.service());
        json.put("seenBy", event.isOfSend() ? null : event.service());
        json.put("host", event.isOfSend() ? event.host() : null);
        json.put("messageId", event.messageId());
        add(json.putArray("coordinates"), publication.coordinates());
        json.put("aborted", publication.aborted());
        json.put("inheritedFrom", publication.inheritedFrom());
        json.put("claimedOriginal", publication.claimedOriginal());
        return json;
    }

    private static ObjectNode of(GroupFate fate) {
        var json = JSON.createObjectNode();
        json.put("group", fate.group());
        json.put("coordinate", fate.coordinate());
        json.put("fate", lower(fate.fate()));
        json.put("furthestStep", fate.furthestStep());
        json.put("timesConsumed", fate.timesConsumed());
        json.put("failures", fate.failures().size());
        add(
                json.putArray("errors"),
                fate.failures().stream()
                        .map(TrailEvent::errorType)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        json.set("gaps", gaps(fate.gaps()));
        return json;
    }

    private static ArrayNode gaps(List<TrailGap> gaps) {
        var json = JSON.createArrayNode();
        for (var gap : gaps) {
            var one = json.addObject();
            one.put("service", gap.service());
            one.put("ephemeralId", gap.trail());
            one.put("missing", gap.count() == 0 ? null : (Long) gap.count());
            one.put("from", gap.from() == 0 ? null : (Long) gap.from());
            one.put("to", gap.to() == 0 ? null : (Long) gap.to());
            one.put("after", gap.after().toString());
            one.put("before", gap.before().toString());
        }
        return json;
    }

    private static void add(ArrayNode array, Collection<? extends @Nullable String> values) {
        values.forEach(value -> array.add(value));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
