package io.github.kafkaaudit.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a topic's business key is found.
 *
 * @param parts in order: JSON pointers into the payload ({@code /applicantId}), {@code header:name} for a header,
 *     {@code key} for the record's key; empty if there is no business key. A message without one of them has no
 *     business key, unless the part is declared {@code optional:}, as in {@code optional:/step}
 * @param extractor the application's own way, or null; it wins over the parts
 */
public record BusinessKeyPolicy(
        List<String> parts, @Nullable BusinessKeyExtractor extractor) {

    /** What stands in front of the name of a header that is a part. */
    public static final String HEADER_PREFIX = "header:";

    /** What stands in front of a part that a message need not have. */
    public static final String OPTIONAL = "optional:";

    /** No business key. */
    public static final BusinessKeyPolicy NONE = new BusinessKeyPolicy(List.of(), null);

    /**
     * Copies the parts and checks them.
     *
     * @throws IllegalArgumentException if a part is nothing that a record could have
     */
    public BusinessKeyPolicy {
        parts = List.copyOf(parts);
        for (String part : parts) {
            String place = place(part);
            boolean header = place.startsWith(HEADER_PREFIX) && place.length() > HEADER_PREFIX.length();
            if (!place.startsWith("/") && !header && !place.equals("key")) {
                throw new IllegalArgumentException("The business-key part \"" + part
                        + "\" is neither a JSON pointer that begins with a slash, nor \"header:<name>\", nor \"key\","
                        + " nor one of them behind \"optional:\".");
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

    /**
     * Tells whether the payload has to be read to find the business key.
     *
     * @return whether a part stands in the payload, or only the extractor knows where it stands
     */
    public boolean readsPayload() {
        if (extractor != null) {
            return true;
        }
        for (String part : parts) {
            if (place(part).startsWith("/")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns where a part stands.
     *
     * @param part the part as the settings have it
     * @return the part without the word that declares it optional
     */
    public static String place(String part) {
        return part.startsWith(OPTIONAL) ? part.substring(OPTIONAL.length()) : part;
    }
}
