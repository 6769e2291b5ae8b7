package io.github.kafkaaudit.elasticsearch;

import java.util.Objects;

/**
 * A document that is to be created; a second one with the same index and id is a duplicate, never an update.
 *
 * <p>A class and no record: two documents are the same when they are the same object, and their text shows no content.
 */
public final class BulkDocument {

    private final String index;
    private final String id;
    private final byte[] source;

    /**
     * Takes what is sent for the document.
     *
     * @param index the index that the document is meant for
     * @param id the document's id, of 1 to 512 bytes
     * @param source one JSON object without line breaks; used as it is, so it must not be changed afterwards
     */
    public BulkDocument(String index, String id, byte[] source) {
        this.index = Objects.requireNonNull(index, "index");
        this.id = Objects.requireNonNull(id, "id");
        this.source = Objects.requireNonNull(source, "source");
    }

    /** {@return the index that the document is meant for} */
    public String index() {
        return index;
    }

    /** {@return the document's id} */
    public String id() {
        return id;
    }

    /** {@return the number of bytes that the document adds to a request, about} */
    public int size() {
        return source.length + index.length() + id.length() + 40;
    }

    byte[] source() {
        return source;
    }

    @Override
    public String toString() {
        return index + "/" + id + " (" + source.length + " bytes)";
    }
}
