package io.github.kafkaaudit.json;

import java.util.Random;
import java.util.function.Supplier;

/** Random JSON objects as text, with odd names, odd texts, odd spelling and odd spacing. */
final class RandomJson {

    private static final String[] PIECES = {
        "a",
        "b",
        "id",
        "이름",
        "합격",
        "😀",
        "\u0001",
        "\"",
        "\\",
        "/",
        "\n",
        "%{x}",
        "_id",
        ".",
        " ",
        "\uFEFF",
        "é",
        "x".repeat(40)
    };

    private final Random random;
    private final Supplier<String> maskedText;

    /**
     * Creates a generator.
     *
     * @param random where everything comes from
     * @param maskedText the texts to put into fields named {@code secret}
     */
    RandomJson(Random random, Supplier<String> maskedText) {
        this.random = random;
        this.maskedText = maskedText;
    }

    String object(int depth) {
        StringBuilder json = new StringBuilder();
        object(json, depth);
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** Writes a text as a JSON string in one of its many spellings. */
    String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        boolean escapes = random.nextInt(4) == 0;
        text.codePoints().forEach(c -> {
            if (c < 0x20 || (escapes && random.nextBoolean())) {
                for (char unit : Character.toChars(c)) {
                    json.append(String.format("\\u%04x", (int) unit));
                }
            } else if (c == '"' || c == '\\') {
                json.append('\\').appendCodePoint(c);
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }

    private void object(StringBuilder json, int depth) {
        json.append('{').append(space());
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                json.append(space()).append(',').append(space());
            }
            boolean secret = random.nextInt(5) == 0;
            json.append(secret ? secretName() : quoted(text() + i))
                    .append(space())
                    .append(':');
            json.append(space());
            if (secret) {
                secret(json, depth);
            } else {
                value(json, depth);
            }
        }
        json.append(space()).append('}');
    }

    private String secretName() {
        String[] names = {"\"secret\"", "\"Secret\"", "\"s\\u0065cret\"", "\"SECRET\""};
        return names[random.nextInt(names.length)];
    }

    private void secret(StringBuilder json, int depth) {
        switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 0, 1 -> json.append(quoted(maskedText.get()));
            case 2 ->
                json.append('[')
                        .append(quoted(maskedText.get()))
                        .append(",null,[")
                        .append(quoted(maskedText.get()))
                        .append("]]");
            default ->
                json.append("{\"deep\":[").append(quoted(maskedText.get())).append("]}");
        }
    }

    private void value(StringBuilder json, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> json.append(random.nextInt());
            case 1 -> json.append(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            case 2 -> json.append(random.nextBoolean() ? "true" : "null");
            case 3, 4 -> json.append(quoted(text()));
            case 5 -> {
                json.append('[').append(space());
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(json, depth - 1);
                    json.append(i > 1 ? "," : "").append(space());
                }
                json.append(']');
            }
            default -> object(json, depth - 1);
        }
    }

    private String space() {
        return switch (random.nextInt(12)) {
            case 0 -> " ";
            case 1 -> "\n\t";
            case 2 -> "\r\n  ";
            default -> "";
        };
    }
}
