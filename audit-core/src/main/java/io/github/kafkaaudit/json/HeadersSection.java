package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.payload.RecordInspector;
import org.jspecify.annotations.Nullable;

/** Writes headers as an object: repeated names become arrays in order, because Elasticsearch refuses repeated names. */
final class HeadersSection {

    private static final int MAX_HEADERS = 100;
    private static final int MAX_VALUE = 512;
    private static final int LONGEST_KNOWN = 64;

    private final Fragments<String, HeaderName> known = new Fragments<>(256, HeaderName::of);
    private final HeaderName[] names = new HeaderName[MAX_HEADERS];
    private final boolean[] done = new boolean[MAX_HEADERS];

    void leaveOut(DocumentWriter writer, Field field, HeaderSnapshot headers) {
        if (headers.size() > 0) {
            writer.flag(field);
        }
    }

    void write(DocumentWriter writer, Field field, HeaderSnapshot headers, RecordInspector inspector) {
        int count = Math.min(headers.size(), MAX_HEADERS);
        if (count < headers.size()) {
            writer.flag(field);
        }
        for (int i = 0; i < count; i++) {
            names[i] = name(inspector.headerName(headers.name(i)));
            if (names[i].isChanged()) {
                writer.flag(field);
            }
            done[i] = inspector.hidesHeader(headers.name(i));
        }
        writer.start(field.name());
        for (int i = 0; i < count; i++) {
            if (!done[i]) {
                writer.members(names[i].encoded());
                int next = next(i, count);
                if (next < 0) {
                    value(writer, field, inspector, headers.name(i), headers.value(i));
                } else {
                    values(writer, field, inspector, headers, i, next, count);
                }
            }
        }
        writer.close();
    }

    private void values(
            DocumentWriter writer,
            Field field,
            RecordInspector inspector,
            HeaderSnapshot headers,
            int first,
            int second,
            int count) {
        JsonBuffer json = writer.members();
        json.startArray();
        json.element();
        value(writer, field, inspector, headers.name(first), headers.value(first));
        for (int i = second; i >= 0; i = next(i, count)) {
            done[i] = true;
            json.element();
            value(writer, field, inspector, headers.name(i), headers.value(i));
        }
        json.endArray();
    }

    // Names of any length come from outside; only ordinary ones are worth being remembered.
    private HeaderName name(String name) {
        return name.length() <= LONGEST_KNOWN ? known.of(name) : HeaderName.of(name);
    }

    private int next(int index, int count) {
        for (int i = index + 1; i < count; i++) {
            if (!done[i] && names[i].shown().equals(names[index].shown())) {
                return i;
            }
        }
        return -1;
    }

    private static void value(
            DocumentWriter writer, Field field, RecordInspector inspector, String name, byte @Nullable [] bytes) {
        JsonBuffer json = writer.members();
        if (bytes == null) {
            json.nothing();
            return;
        }
        if (bytes.length <= MAX_VALUE && inspector.showsAsIs(name, bytes)) {
            json.utf8(bytes, 0, bytes.length);
            return;
        }
        String value = inspector.header(name, bytes);
        String shown = WrittenSize.cut(value, MAX_VALUE);
        if (shown.length() != value.length()) {
            writer.flag(field);
        }
        json.text(shown);
    }

    /**
     * A header's name as it is written.
     *
     * @param shown the name in the document
     * @param encoded the same as a member's name, with a comma in front
     * @param isChanged whether it differs from the record's
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record HeaderName(String shown, byte[] encoded, boolean isChanged) {

        static HeaderName of(String name) {
            String shown = MemberNames.of(name);
            JsonBuffer encoded = new JsonBuffer(shown.length() + 4);
            encoded.name(shown);
            return new HeaderName(shown, encoded.toBytes(), !shown.equals(name));
        }
    }
}
