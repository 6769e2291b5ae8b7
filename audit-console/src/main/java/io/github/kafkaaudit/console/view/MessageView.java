package io.github.kafkaaudit.console.view;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.picture.Picture;
import io.github.kafkaaudit.json.EventFields;
import io.github.kafkaaudit.verdict.Difference;
import io.github.kafkaaudit.verdict.GroupFate;
import io.github.kafkaaudit.verdict.Publication;
import io.github.kafkaaudit.verdict.TrailEvent;
import io.github.kafkaaudit.verdict.TrailGap;
import io.github.kafkaaudit.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One message as a page shows it: texts only, which the template escapes, and the picture, which is escaped already.
 *
 * @param headline the verdict in a few words
 * @param tone good, finding or unknown
 * @param sentence the verdict in one sentence
 * @param businessKey the business key; null where there is none
 * @param topic the topic
 * @param picture the picture, as SVG
 * @param collapsed how many events stand behind another one's mark
 * @param publications the sends
 * @param fates what each group did
 * @param differences in what the publications differ
 * @param payloads the payloads
 * @param events the events
 * @param moreEvents how many events are not listed
 * @param gaps what is missing
 */
public record MessageView(
        String headline,
        String tone,
        String sentence,
        @Nullable String businessKey,
        @Nullable String topic,
        String picture,
        int collapsed,
        List<PublicationRow> publications,
        List<FateRow> fates,
        List<DifferenceRow> differences,
        List<PayloadBlock> payloads,
        List<EventRow> events,
        int moreEvents,
        List<String> gaps) {

    private static final int MOST_EVENTS = 500;
    private static final int MOST_PAYLOADS = 20;
    private static final int LONGEST_PAYLOAD = 20_000;
    private static final int LONGEST_VALUE = 300;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Returns the view of a verdict. */
    public static MessageView of(Verdict verdict, Words words) {
        var events = verdict.events();
        return new MessageView(
                words.headline(verdict),
                verdict.isIncomplete() ? "unknown" : verdict.isFinding() ? "finding" : "good",
                verdict.sentence(words.zone()),
                verdict.businessKey(),
                verdict.topic(),
                Picture.of(verdict, words),
                Picture.collapsed(verdict),
                publications(verdict, words),
                verdict.fates().stream()
                        .limit(MOST_EVENTS)
                        .map(fate -> fate(fate, words))
                        .toList(),
                verdict.differences().stream()
                        .limit(MOST_EVENTS)
                        .map(MessageView::difference)
                        .toList(),
                payloads(verdict),
                events.stream()
                        .limit(MOST_EVENTS)
                        .map(event -> event(event, words))
                        .toList(),
                Math.max(0, events.size() - MOST_EVENTS),
                gaps(verdict, words));
    }

    /** Writes what is missing as a sentence. */
    public static String gap(TrailGap gap, Words words) {
        return gap.count() == 0
                ? words.get("gap.end", gap.service(), words.time(gap.after()), words.time(gap.before()))
                : words.get("gap.hole", gap.service(), gap.count(), words.time(gap.after()), words.time(gap.before()));
    }

    /** Returns an event as a row. */
    public static EventRow event(TrailEvent event, Words words) {
        return new EventRow(
                words.time(event.time()),
                event.action(),
                event.outcome(),
                event.service(),
                event.host(),
                event.coordinate(),
                event.group(),
                event.attempt(),
                event.messageId(),
                event.text(EventFields.TRACE_ID),
                detail(event),
                event.businessKey(),
                event.deadLetter());
    }

    private static List<PublicationRow> publications(Verdict verdict, Words words) {
        List<PublicationRow> rows = new ArrayList<>();
        for (var publication : verdict.publications()) {
            rows.add(publication(publication, "#" + (rows.size() + 1), words));
        }
        verdict.failedSends().forEach(send -> rows.add(publication(send, "✗", words)));
        return rows;
    }

    private static PublicationRow publication(Publication publication, String number, Words words) {
        var event = publication.evidence();
        return new PublicationRow(
                number,
                words.time(publication.time()),
                Objects.requireNonNullElse(publication.service(), words.get("not-audited")),
                event.isOfSend() ? event.host() : words.get("seen-by", event.service()),
                String.join(", ", publication.coordinates()),
                event.messageId(),
                publication.inheritedFrom() != null
                        ? words.get("note.inherited", publication.inheritedFrom())
                        : publication.claimedOriginal() != null
                                ? words.get("note.claimed", publication.claimedOriginal())
                                : publication.aborted() ? words.get("note.aborted") : "");
    }

    private static FateRow fate(GroupFate fate, Words words) {
        return new FateRow(
                fate.group(),
                fate.coordinate(),
                words.get("fate." + fate.fate().name().toLowerCase(Locale.ROOT)),
                switch (fate.fate()) {
                    case CONSUMED_ONCE, CONSUMED_FROM_RETRY -> "good";
                    case REDELIVERED, DEAD_LETTERED, NOT_CONSUMED -> "finding";
                    default -> "unknown";
                },
                fate.failures().size(),
                fate.failures().stream()
                        .map(TrailEvent::errorType)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                        .toString()
                        .replaceAll("^\\[|]$", ""));
    }

    private static DifferenceRow difference(Difference difference) {
        return new DifferenceRow(
                difference.place(),
                difference.values().stream()
                        .map(value -> value == null ? "∅" : cut(value, LONGEST_VALUE))
                        .toList(),
                difference.isComparable());
    }

    /** One block for payloads that are the same. */
    private static List<PayloadBlock> payloads(Verdict verdict) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        Map<String, TrailEvent> events = new LinkedHashMap<>();
        for (var event : verdict.events()) {
            var payload = payload(event);
            if (payload != null && (places.size() < MOST_PAYLOADS || places.containsKey(payload))) {
                var there = places.computeIfAbsent(payload, first -> new ArrayList<>());
                var place = String.valueOf(event.coordinate());
                if (!there.contains(place)) {
                    there.add(place);
                }
                events.putIfAbsent(payload, event);
            }
        }
        List<PayloadBlock> blocks = new ArrayList<>();
        places.forEach((payload, there) -> {
            var document = Objects.requireNonNull(events.get(payload)).document();
            blocks.add(new PayloadBlock(
                    String.join(", ", there),
                    cut(payload, LONGEST_PAYLOAD),
                    payload.length() > LONGEST_PAYLOAD
                            || at(document, EventFields.PAYLOAD_TRUNCATED).asBoolean(false),
                    payload.length(),
                    list(at(document, EventFields.PAYLOAD_MASKED_FIELDS)),
                    headers(document)));
        });
        return blocks;
    }

    private static @Nullable String payload(TrailEvent event) {
        var json = at(event.document(), EventFields.PAYLOAD_JSON);
        if (json.isContainer()) {
            return JSON.writeValueAsString(json);
        }
        var text = event.text(EventFields.PAYLOAD_TEXT);
        return text != null ? text : event.text(EventFields.PAYLOAD_BASE64);
    }

    private static String headers(JsonNode document) {
        var headers = at(document, EventFields.RECORD_HEADERS);
        return headers.isContainer() ? cut(JSON.writeValueAsString(headers), LONGEST_PAYLOAD) : "";
    }

    private static List<String> gaps(Verdict verdict, Words words) {
        List<TrailGap> gaps = new ArrayList<>(verdict.publisherGaps());
        verdict.fates().forEach(fate -> gaps.addAll(fate.gaps()));
        return gaps.stream().distinct().map(gap -> gap(gap, words)).toList();
    }

    private static String detail(TrailEvent event) {
        var error = event.errorType();
        var message = event.text(EventFields.ERROR_MESSAGE);
        var reason = event.text(EventFields.EVENT_REASON);
        return cut(
                (error == null ? "" : error + " ")
                        + (message == null ? "" : message + " ")
                        + (reason == null ? "" : reason),
                LONGEST_VALUE);
    }

    private static JsonNode at(JsonNode document, String field) {
        return document.at("/" + field.replace('.', '/'));
    }

    private static String list(JsonNode names) {
        return names.isArray()
                ? String.join(", ", names.valueStream().map(JsonNode::asString).toList())
                : names.asString("");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /**
     * One send.
     *
     * @param number its number
     * @param time when
     * @param service who
     * @param host on which host, or who has seen it
     * @param coordinates where the broker put it
     * @param messageId its id
     * @param note what is odd about it
     */
    public record PublicationRow(
            String number,
            String time,
            String service,
            @Nullable String host,
            String coordinates,
            @Nullable String messageId,
            String note) {}

    /**
     * What one group did with one record.
     *
     * @param group the group
     * @param coordinate the record
     * @param fate how it ended
     * @param tone good, finding or unknown
     * @param failures how many attempts failed
     * @param errors with what
     */
    public record FateRow(String group, String coordinate, String fate, String tone, int failures, String errors) {}

    /**
     * One difference.
     *
     * @param place where
     * @param values the values
     * @param comparable whether they can be compared
     */
    public record DifferenceRow(String place, List<String> values, boolean comparable) {}

    /**
     * One payload.
     *
     * @param places the records that have it
     * @param text the payload
     * @param cut whether only its beginning is shown
     * @param length how many characters the event has of it
     * @param masked what is masked
     * @param headers the record's headers
     */
    public record PayloadBlock(String places, String text, boolean cut, int length, String masked, String headers) {}

    /**
     * One event.
     *
     * @param time when
     * @param action what
     * @param outcome how it ended
     * @param service who
     * @param host where
     * @param coordinate the record
     * @param group the group
     * @param attempt the delivery attempt
     * @param messageId the send
     * @param traceId the trace
     * @param detail the error or the reason
     * @param businessKey the business key
     * @param deadLetter where the record went
     */
    public record EventRow(
            String time,
            String action,
            String outcome,
            String service,
            @Nullable String host,
            @Nullable String coordinate,
            @Nullable String group,
            @Nullable Integer attempt,
            @Nullable String messageId,
            @Nullable String traceId,
            String detail,
            @Nullable String businessKey,
            @Nullable String deadLetter) {}
}
