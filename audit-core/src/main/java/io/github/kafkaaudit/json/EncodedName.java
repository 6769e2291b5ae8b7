package io.github.kafkaaudit.json;

import java.nio.charset.StandardCharsets;

/** A member's name as it stands in a document, encoded once. */
final class EncodedName {

    private final String text;
    private final byte[] encoded;

    /**
     * Encodes a name.
     *
     * @param text the name; plain ASCII without anything to escape
     */
    EncodedName(String text) {
        this.text = text;
        this.encoded = (",\"" + text + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    String text() {
        return text;
    }

    /** Returns the name with a comma in front, its quotes and the colon. */
    byte[] encoded() {
        return encoded;
    }
}
