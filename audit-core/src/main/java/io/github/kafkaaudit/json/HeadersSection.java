package io.github.kafkaaudit.json;

import io.github.kafkaaudit.HeaderSnapshot;
import io.github.kafkaaudit.payload.RecordInspector;
import org.jspecify.annotations.Nullable;

/** Writes headers as an object: repeated names become arrays in order, because Elasticsearch refuses repeated names. */
final class HeadersSection {

    private static final int MAX_HEADERS = 100;
    private static final int MAX_VALUE = 512;

    private final String[] names = new String[MAX_HEADERS];
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
            names[i] = name(writer, field, headers.name(i));
            done[i] = inspector.hidesHeader(names[i]);
        }
        writer.start(field.name());
        for (int i = 0; i < count; i++) {
            if (!done[i]) {
                int next = next(i, count);
                JsonBuffer json = writer.members();
                json.name(names[i]);
                if (next < 0) {
                    write(writer, field, inspector, names[i], headers.value(i));
                } else {
                    json.startArray();
                    json.element();
                    write(writer, field, inspector, names[i], headers.value(i));
                    for (int j = next; j >= 0; j = next(j, count)) {
                        done[j] = true;
                        json.element();
                        write(writer, field, inspector, names[j], headers.value(j));
                    }
                    json.endArray();
                }
            }
        }
        writer.close();
    }

    private int next(int index, int count) {
        for (int i = index + 1; i < count; i++) {
            if (!done[i] && names[i].equals(names[index])) {
                return i;
            }
        }
        return -1;
    }

    private static void write(
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

    private static String name(DocumentWriter writer, Field field, String name) {
        String shown = MemberNames.of(name);
        if (!shown.equals(name)) {
            writer.flag(field);
        }
        return shown;
    }
}
