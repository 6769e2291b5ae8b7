package io.github.kafkaaudit.json;

/**
 * A field as a writer needs it: its path for flags, its innermost name encoded once, and how long its text may be.
 *
 * @param path the dotted path
 * @param name the last part of the path
 * @param limit the longest text in UTF-8 bytes
 */
record Field(String path, EncodedName name, int limit) {

    // Longer keywords are not indexed, and beyond 32,766 bytes Elasticsearch would refuse the whole document.
    private static final int KEYWORD_LIMIT = 1024;

    static Field of(String path) {
        return of(path, KEYWORD_LIMIT);
    }

    static Field of(String path, int limit) {
        return new Field(path, name(path), limit);
    }

    static EncodedName name(String path) {
        return new EncodedName(path.substring(path.lastIndexOf('.') + 1));
    }
}
