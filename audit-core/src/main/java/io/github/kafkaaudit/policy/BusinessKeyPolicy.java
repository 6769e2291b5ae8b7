package io.github.kafkaaudit.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a topic's business key is found.
 *
 * @param parts in order: JSON pointers into the payload ({@code /applicantId}), {@code header:name} for a header,
 *     {@code key} for the record's key; empty if there is no business key
 * @param extractor the application's own way, or null; it wins over the parts
 */
public record BusinessKeyPolicy(
        List<String> parts, @Nullable BusinessKeyExtractor extractor) {

    /** What stands in front of the name of a header that is a part. */
    public static final String HEADER_PREFIX = "header:";

    /** No business key. */
    public static final BusinessKeyPolicy NONE = new BusinessKeyPolicy(List.of(), null);

    /** Copies the parts and checks them. */
    public BusinessKeyPolicy {
        parts = List.copyOf(parts);
        for (String part : parts) {
            if (!part.startsWith("/") && !part.startsWith(HEADER_PREFIX) && !part.equals("key")) {
                throw new IllegalArgumentException("The business-key part \"" + part
                        + "\" is neither a JSON pointer that begins with a slash, nor \"header:<name>\", nor \"key\".");
            }
        }
    }

    /**
     * Tells whether there is a business key at all.
     *
     * @return whether parts or an extractor are set
     */
    public boolean isPresent() {
        return extractor != null || !parts.isEmpty();
    }
}
