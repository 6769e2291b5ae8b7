package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.MaskingPolicy;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The masking and the business key of a topic, prepared for reading many payloads. */
final class MaskingRules {

    private final @Nullable FieldNames fieldNames;
    private final @Nullable PathState root;
    private final List<String> fields;
    private final Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    // Bit n: there is a masked header of n characters; almost every other header ends here.
    private final long headerLengths;
    private final List<Pattern> patterns;
    private final boolean key;
    private final List<String> parts;
    private final List<Boolean> optional = new ArrayList<>();
    private final FieldMentions mentions = new FieldMentions();

    MaskingRules(TopicPolicy policy) {
        MaskingPolicy masking = policy.masking();
        this.fields = masking.fields();
        this.patterns = masking.patterns();
        this.key = masking.key();
        this.headers.addAll(masking.headers());
        long lengths = 0;
        for (String header : headers) {
            lengths |= 1L << header.length();
        }
        this.headerLengths = lengths;
        this.parts = places(policy.businessKey());
        List<Pointer> pointers = new ArrayList<>();
        FieldNames names = new FieldNames();
        boolean named = false;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).startsWith("/")) {
                Pointer pointer = Pointer.ofRule(fields.get(i), i);
                pointers.add(pointer);
                pointer.lastName().ifPresent(mentions::add);
            } else {
                names.add(fields.get(i), i);
                mentions.add(fields.get(i));
                String other = otherSpelling(fields.get(i));
                if (!other.equals(fields.get(i))) {
                    names.add(other, i);
                    mentions.add(other);
                }
                named = true;
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).startsWith("/")) {
                pointers.add(Pointer.ofPart(parts.get(i), i));
            }
        }
        this.fieldNames = named ? names : null;
        this.root = PathState.of(pointers);
    }

    private List<String> places(BusinessKeyPolicy policy) {
        List<String> places = new ArrayList<>();
        if (policy.extractor() == null) {
            for (String part : policy.parts()) {
                String place = BusinessKeyPolicy.place(part);
                places.add(place);
                optional.add(!place.equals(part));
            }
        }
        return List.copyOf(places);
    }

    /**
     * The name with underscores for one with capitals, and without them for one with underscores: a Protobuf field has
     * one in its schema and the other in JSON, and what must not be readable must not be in either.
     */
    private static String otherSpelling(String name) {
        String joined = name.replace("_", "");
        if (joined.isEmpty()) {
            return name;
        }
        return joined.equals(name) ? name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_") : joined;
    }

    @Nullable FieldNames fieldNames() {
        return fieldNames;
    }

    @Nullable PathState root() {
        return root;
    }

    List<Pattern> patterns() {
        return patterns;
    }

    boolean hasPointers() {
        return root != null;
    }

    boolean masksFields() {
        return !fields.isEmpty();
    }

    boolean masksText() {
        return !patterns.isEmpty();
    }

    boolean masksKey() {
        return key;
    }

    boolean masksHeaders() {
        return !headers.isEmpty();
    }

    boolean masksHeader(String name) {
        return (headerLengths & (1L << name.length())) != 0 && headers.contains(name);
    }

    /** Tells whether the settings themselves name a header. */
    boolean knowsHeader(String name) {
        return masksHeader(name) || (!parts.isEmpty() && parts.contains("header:" + name));
    }

    String headerLabel(String name) {
        return BusinessKeyPolicy.HEADER_PREFIX + name.toLowerCase(Locale.ROOT);
    }

    /** Returns how a masking rule is named in an event: as the settings have it. */
    String label(int rule) {
        return fields.get(rule);
    }

    /** Returns where the parts of the business key stand. */
    List<String> parts() {
        return parts;
    }

    boolean isOptional(int part) {
        return optional.get(part);
    }

    /** Tells whether what cannot be read may hold what must not be shown. */
    boolean masksContent() {
        return masksFields() || masksText();
    }

    /** Finds masked fields in what is no JSON. */
    FieldMentions mentions() {
        return mentions;
    }

    int partCount() {
        return parts.size();
    }

    boolean readsPayload() {
        return root != null || fieldNames != null;
    }
}
