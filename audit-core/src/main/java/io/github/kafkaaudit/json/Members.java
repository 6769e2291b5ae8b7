package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;

/** Encodes members of a document once, for {@link DocumentWriter#members}: complete, with a comma in front of each. */
final class Members {

    private static final int DEEPEST = 4;

    private final JsonBuffer json = new JsonBuffer(256);
    private final int[] opened = new int[DEEPEST];
    private int depth;

    Members text(Field field, @Nullable String value) {
        if (value != null) {
            json.name(field.name());
            json.text(WrittenSize.cut(value, field.limit()));
        }
        return this;
    }

    Members number(Field field, long value) {
        json.name(field.name());
        json.number(value);
        return this;
    }

    Members open(EncodedName name) {
        opened[depth++] = json.size();
        json.name(name);
        json.startObject();
        return this;
    }

    /** Closes the object that was opened last, and removes it if it is empty. */
    Members close() {
        int before = opened[--depth];
        if (json.isAtStart()) {
            json.backTo(before);
        } else {
            json.endObject();
        }
        return this;
    }

    byte[] encoded() {
        return json.toBytes();
    }
}
