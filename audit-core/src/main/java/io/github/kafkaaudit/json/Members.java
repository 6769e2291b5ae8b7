package io.github.kafkaaudit.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.SerializedString;

/** Encodes members of a document once, for {@link DocumentWriter#members}: complete, with a comma in front of each. */
final class Members {

    private final StringBuilder json = new StringBuilder();

    Members text(Field field, @Nullable String value) {
        if (value != null) {
            name(field.name());
            json.append('"');
            JsonStringEncoder.getInstance().quoteAsString(WrittenSize.cut(value, field.limit()), json);
            json.append('"');
        }
        return this;
    }

    Members number(Field field, long value) {
        name(field.name());
        json.append(value);
        return this;
    }

    Members open(SerializedString name) {
        name(name);
        json.append('{');
        return this;
    }

    /** Closes the object that was opened last, and removes it if it is empty. */
    Members close() {
        int last = json.length() - 1;
        if (json.charAt(last) == '{') {
            json.setLength(Math.max(json.lastIndexOf(",\""), 0));
        } else {
            json.append('}');
        }
        return this;
    }

    SerializedString encoded() {
        return new SerializedString(json.toString());
    }

    private void name(SerializedString name) {
        if (json.isEmpty() || json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        json.append('"').append(name.getValue()).append("\":");
    }
}
