package io.github.kafkaaudit.embedded;

/** A record is not one JSON object within the limits. */
final class RefusedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String word;

    /** Takes the word that the quarantine is searched for, and the sentence for people. */
    RefusedRecordException(String word, String sentence) {
        super(sentence, null, false, false);
        this.word = word;
    }

    String word() {
        return word;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    static RefusedRecordException notJson() {
        return notJson("The record is not exactly one JSON object.");
    }

    static RefusedRecordException notJson(String sentence) {
        return new RefusedRecordException("not-json", sentence);
    }
}
