package io.github.kafkaaudit.json;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one document after the other with a generator that lives as long as the writer, and remembers what it cut.
 *
 * <p>Objects are opened when their first member is written, so that none is ever empty.
 */
final class DocumentWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .rootValueSeparator((String) null)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final SerializedString NOTHING = new SerializedString("");
    private static final int DEEPEST = 8;

    private final DocumentBuffer buffer = new DocumentBuffer();
    private final Timestamps timestamps = new Timestamps();
    private final Timestamps recordTimestamps = new Timestamps();
    private final SerializableString[] pending = new SerializableString[DEEPEST];
    private final Fragments<String> common = new Fragments<>(256, SerializedString::new);
    private final Set<String> truncated = new LinkedHashSet<>();
    private JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer);
    private int waiting;
    private boolean broken;

    /** Begins a document, also after one that ended with an exception. */
    void begin() {
        if (broken) {
            json = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer);
        }
        broken = true;
        waiting = 0;
        truncated.clear();
        buffer.reset();
        json.writeStartObject();
    }

    /** Ends the document. */
    void end() {
        json.writeEndObject();
        json.flush();
        broken = false;
    }

    int size() {
        return buffer.size();
    }

    byte[] toBytes() {
        return buffer.toBytes();
    }

    Set<String> truncated() {
        return truncated;
    }

    void flag(Field field) {
        truncated.add(field.path());
    }

    void start(SerializableString name) {
        pending[waiting++] = name;
    }

    void close() {
        if (waiting > 0) {
            waiting--;
        } else {
            json.writeEndObject();
        }
    }

    /** Writes members that were encoded before, with a comma in front; the object must have a member already. */
    void members(SerializableString encoded) {
        open();
        json.writeRaw(encoded);
    }

    void text(Field field, @Nullable String value) {
        if (value != null) {
            name(field.name());
            string(field, value);
        }
    }

    /** Writes a text that needs neither cutting nor escaping of its own: ids, names of enumerations. */
    void plain(Field field, @Nullable String value) {
        if (value != null) {
            name(field.name());
            json.writeString(value);
        }
    }

    /** Writes a text that many events have in common. */
    void repeated(Field field, @Nullable String value) {
        if (value != null) {
            name(field.name());
            if (value.length() <= field.limit() / WrittenSize.LONGEST_ESCAPE) {
                json.writeString(common.of(value));
            } else {
                string(field, value);
            }
        }
    }

    /** Writes bytes that are known to be plain ASCII. */
    void ascii(Field field, byte[] bytes, int from, int length) {
        name(field.name());
        json.writeRawUTF8String(bytes, from, length);
    }

    void number(Field field, long value) {
        name(field.name());
        json.writeNumber(value);
    }

    void numberFrom(Field field, long value, long minimum) {
        if (value >= minimum) {
            number(field, value);
        }
    }

    void flag(Field field, boolean value) {
        if (value) {
            name(field.name());
            json.writeBoolean(true);
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

    void texts(Field field, Iterable<String> values) {
        boolean open = false;
        for (String value : values) {
            if (!open) {
                name(field.name());
                json.writeStartArray();
                open = true;
            }
            string(field, value);
        }
        if (open) {
            json.writeEndArray();
        }
    }

    void utf8(Field field, byte[] bytes, int from, int length) {
        name(field.name());
        json.writeUTF8String(bytes, from, length);
    }

    void base64(Field field, byte[] bytes, int from, int length) {
        name(field.name());
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, from, length);
    }

    /** Writes a value that is known to be valid JSON on one line. */
    void json(Field field, byte[] bytes, int from, int length) {
        name(field.name());
        json.writeRawValue(NOTHING);
        json.flush();
        buffer.write(bytes, from, length);
    }

    /** Opens what waits and returns the generator, for members with names of their own. */
    JsonGenerator generator() {
        open();
        return json;
    }

    private void time(Timestamps format, Field field, long millis) {
        if (Timestamps.isWritable(millis)) {
            name(field.name());
            json.writeRawUTF8String(format.format(millis), 0, 24);
        } else if (millis != -1) {
            flag(field);
        }
    }

    private void string(Field field, String value) {
        String shown = WrittenSize.cut(value, field.limit());
        if (shown.length() != value.length()) {
            flag(field);
        }
        json.writeString(shown);
    }

    private void name(SerializableString name) {
        open();
        json.writeName(name);
    }

    private void open() {
        for (int i = 0; i < waiting; i++) {
            json.writeName(pending[i]);
            json.writeStartObject();
        }
        waiting = 0;
    }
}
