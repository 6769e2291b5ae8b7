package io.github.kafkaaudit.embedded;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of an event to index it, and the document that it becomes.
 *
 * <p>The document stays as it came, byte by byte, except where the rules of {@code docs/admission.md} say otherwise:
 * parsing and writing it again would change numbers and the order of keys.
 */
final class AuditEnvelope {

    private final byte[] document;
    private final List<String> rootNames;
    private final @Nullable Event event;
    private final @Nullable Span timestamp;

    /**
     * Takes what a {@link RecordReader} has found.
     *
     * @param document the bytes that the places are in
     * @param rootNames the names at the root
     * @param event the object of that name, where there is one
     * @param timestamp the text of that name at the root, where there is one
     */
    AuditEnvelope(byte[] document, List<String> rootNames, @Nullable Event event, @Nullable Span timestamp) {
        this.document = document;
        this.rootNames = rootNames;
        this.event = event;
        this.timestamp = timestamp;
    }

    /** Returns whether everything at the root is known to the schema. */
    boolean hasOnlyKnownNames() {
        return AdmissionRules.ROOT_NAMES.containsAll(rootNames);
    }

    /** The event's id, null when there is none that Elasticsearch takes. */
    @Nullable String id() {
        var id = event == null ? null : event.id;
        // Half of a surrogate pair is no text.
        if (id == null
                || id.isEmpty()
                || id.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c))) {
            return null;
        }
        return id.getBytes(StandardCharsets.UTF_8).length > AdmissionRules.MAX_ID_BYTES ? null : id;
    }

    /** The event's own timestamp, null when there is none that can be read. */
    @Nullable Instant timestamp() {
        return timestamp == null ? null : AdmissionRules.time(timestamp.text);
    }

    /** The document with {@code event.ingested}, on one line; only for an envelope that has an id and a timestamp. */
    byte[] ingestedAt(Instant now) {
        var time = timestamp();
        if (event == null || timestamp == null || time == null) {
            throw new IllegalStateException("The record is no event.");
        }
        var result = new ByteArrayOutputStream(document.length + 128);
        var edits = new Edits(result);
        for (var edit : List.of(timestamp.with(quoted(time)), event.ingested(quoted(now)))) {
            edits.add(edit);
        }
        edits.write(document);
        return onOneLine(result.toByteArray());
    }

    private static String quoted(Instant time) {
        return "\"" + AdmissionRules.text(time) + "\"";
    }

    /** In valid JSON a raw line break is white space; in a bulk request it would end the document. */
    private static byte[] onOneLine(byte[] json) {
        for (var i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    /**
     * A place in the document.
     *
     * @param from its first byte
     * @param to the byte behind it
     * @param text what is there, or shall be there
     */
    record Span(int from, int to, String text) {

        Span with(String replacement) {
            return new Span(from, to, replacement);
        }
    }

    /**
     * The object {@code event}.
     *
     * @param begin the byte behind its brace
     * @param isEmpty whether it has no member
     * @param id its id, where that is a text
     * @param ingested the value of that name, where there is one
     */
    record Event(
            int begin,
            boolean isEmpty,
            @Nullable String id,
            @Nullable Span ingested) {

        /** The time is the shipper's to say, whoever has said it before. */
        Span ingested(String time) {
            return ingested == null
                    ? new Span(begin, begin, "\"ingested\":" + time + (isEmpty ? "" : ","))
                    : ingested.with(time);
        }
    }
}
