package io.github.kafkaaudit.json;

import io.github.kafkaaudit.payload.PlainAscii;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one document after the other, and remembers what it cut.
 *
 * <p>Objects are opened when their first member is written, so that none is ever empty.
 */
final class DocumentWriter {

    private static final int DEEPEST = 8;

    private final JsonBuffer json = new JsonBuffer();
    private final Timestamps timestamps = new Timestamps();
    private final Timestamps recordTimestamps = new Timestamps();
    private final EncodedName[] pending = new EncodedName[DEEPEST];
    private final Fragments<String, byte[]> common = new Fragments<>(256, DocumentWriter::quoted);
    private final Set<String> truncated = new LinkedHashSet<>();
    private int waiting;
    private @Nullable Field partsOf;
    private int room;

    /** Begins a document, also after one that ended with an exception. */
    void begin() {
        waiting = 0;
        truncated.clear();
        json.reset();
        json.startObject();
    }

    /** Ends the document. */
    void end() {
        json.endObject();
    }

    int size() {
        return json.size();
    }

    byte[] toBytes() {
        return json.toBytes();
    }

    Set<String> truncated() {
        return truncated;
    }

    void flag(Field field) {
        truncated.add(field.path());
    }

    void start(EncodedName name) {
        pending[waiting++] = name;
    }

    void close() {
        if (waiting > 0) {
            waiting--;
        } else {
            json.endObject();
        }
    }

    /** Writes members that were encoded before, with a comma in front. */
    void members(byte[] encoded) {
        open();
        json.members(encoded);
    }

    void text(Field field, @Nullable String value) {
        if (value != null) {
            name(field);
            string(field, value);
        }
    }

    /** Writes a text that needs no cutting: ids, names of enumerations. */
    void plain(Field field, @Nullable String value) {
        if (value != null) {
            name(field);
            json.text(value);
        }
    }

    /** Writes a text that many events have in common. */
    void repeated(Field field, @Nullable String value) {
        if (value != null) {
            name(field);
            if (value.length() <= field.limit() / WrittenSize.LONGEST_ESCAPE) {
                json.raw(common.of(value));
            } else {
                string(field, value);
            }
        }
    }

    /** Writes bytes that ought to be UTF-8. */
    void text(Field field, byte @Nullable [] bytes) {
        if (bytes != null) {
            if (bytes.length <= field.limit() && PlainAscii.isAll(bytes)) {
                ascii(field, bytes, 0, bytes.length);
            } else {
                text(field, new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    /** Writes bytes that are known to be plain ASCII. */
    void ascii(Field field, byte[] bytes, int from, int length) {
        name(field);
        json.ascii(bytes, from, length);
    }

    /** Begins a text that is put together from parts, without ever being a string. */
    void startText(Field field) {
        name(field);
        json.put('"');
        partsOf = field;
        room = field.limit();
    }

    void endText() {
        json.put('"');
        partsOf = null;
    }

    DocumentWriter part(String text) {
        int before = json.size();
        String shown = WrittenSize.cut(text, room);
        json.part(shown);
        fill(before, shown.length() != text.length());
        return this;
    }

    DocumentWriter part(long number) {
        int before = json.size();
        json.number(number);
        if (json.size() - before > room) {
            json.backTo(before);
            fill(before, true);
        } else {
            fill(before, false);
        }
        return this;
    }

    DocumentWriter part(char ascii) {
        int before = json.size();
        if (room > 0) {
            json.put(ascii);
        }
        fill(before, room == 0);
        return this;
    }

    void number(Field field, long value) {
        name(field);
        json.number(value);
    }

    void numberFrom(Field field, long value, long minimum) {
        if (value >= minimum) {
            number(field, value);
        }
    }

    void flag(Field field, boolean value) {
        if (value) {
            name(field);
            json.isTrue();
        }
    }

    /** Writes the time of the event itself and of its beginning. */
    void time(Field field, long millis) {
        time(timestamps, field, millis);
    }

    /** Writes a time that came from outside. */
    void foreignTime(Field field, long millis) {
        time(recordTimestamps, field, millis);
    }

    void texts(Field field, Collection<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(field);
        json.startArray();
        for (String value : values) {
            json.element();
            string(field, value);
        }
        json.endArray();
    }

    /** Writes UTF-8 that is known to be valid. */
    void utf8(Field field, byte @Nullable [] bytes) {
        if (bytes != null) {
            utf8(field, bytes, 0, bytes.length);
        }
    }

    void utf8(Field field, byte[] bytes, int from, int length) {
        name(field);
        json.utf8(bytes, from, length);
    }

    void base64(Field field, byte[] bytes, int from, int length) {
        name(field);
        json.base64(bytes, from, length);
    }

    /** Writes a value that is known to be valid JSON on one line. */
    void json(Field field, byte[] bytes, int from, int length) {
        name(field);
        json.raw(bytes, from, length);
    }

    /** Opens what waits and returns the document, for members with names of their own. */
    JsonBuffer members() {
        open();
        return json;
    }

    private void time(Timestamps format, Field field, long millis) {
        if (Timestamps.isWritable(millis)) {
            name(field);
            json.ascii(format.format(millis), 0, Timestamps.LENGTH);
        } else if (millis != -1) {
            flag(field);
        }
    }

    private void string(Field field, String value) {
        String shown = WrittenSize.cut(value, field.limit());
        if (shown.length() != value.length()) {
            flag(field);
        }
        json.text(shown);
    }

    private void fill(int before, boolean cut) {
        room -= json.size() - before;
        if (cut && partsOf != null) {
            flag(partsOf);
            // What follows a part that was cut must not look as if it stood there.
            room = 0;
        }
    }

    private void name(Field field) {
        open();
        json.name(field.name());
    }

    private void open() {
        for (int i = 0; i < waiting; i++) {
            json.name(pending[i]);
            json.startObject();
        }
        waiting = 0;
    }

    private static byte[] quoted(String text) {
        JsonBuffer quoted = new JsonBuffer(text.length() + 2);
        quoted.text(text);
        return quoted.toBytes();
    }
}
