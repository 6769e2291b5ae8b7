package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.AuditHeaders;
import io.github.kafkaaudit.event.HeaderSnapshot;
import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks into one record after the other for the encoder: what of it may be shown, in which form, and what its business
 * key is.
 *
 * <p><b>Threading</b>: used by one thread at a time; the answers are about the record that was inspected last.
 */
public final class RecordInspector {

    private static final int REMEMBERED_POLICIES = 1000;

    private final ReusedDigest digest;
    private final MaskedValues maskedValues;
    private final Secrets secrets = new Secrets();
    private final TextMasker textMasker;
    private final DocumentMasker documents;
    private final Surroundings surroundings;
    private final PayloadContent content;
    private final BusinessKey businessKey;
    private final IdentityHashMap<TopicPolicy, MaskingRules> known = new IdentityHashMap<>();
    private final Set<String> maskedFields = new LinkedHashSet<>();

    private @Nullable TopicPolicy policy;
    private MaskingRules rules = new MaskingRules(TopicPolicy.DEFAULT);
    private ShownPayload shown = ShownPayload.NONE;
    private byte @Nullable [] hash;
    private @Nullable String key;
    private byte @Nullable [] plainKey;
    private @Nullable String keyFormat;

    /**
     * Creates an inspector.
     *
     * @param hmacKey the secret for digests and masked values, or null
     * @param extractorFailures told each exception of an application's own way to find the business key
     */
    public RecordInspector(@Nullable HmacKey hmacKey, Consumer<Throwable> extractorFailures) {
        this.digest = new ReusedDigest(hmacKey);
        this.maskedValues = new MaskedValues(hmacKey);
        this.textMasker = new TextMasker(secrets, maskedValues, rules);
        this.documents = new DocumentMasker(secrets, textMasker, maskedValues, rules);
        this.surroundings = new Surroundings(secrets, textMasker, documents, rules);
        this.content = new PayloadContent(secrets, textMasker, documents);
        this.businessKey =
                new BusinessKey(maskedValues, textMasker, surroundings, new PayloadDigest(hmacKey), extractorFailures);
    }

    /**
     * Forgets the last record, for an event without one.
     *
     * @param policy the policy that holds
     */
    public void clear(TopicPolicy policy) {
        use(policy);
        secrets.clear();
        maskedFields.clear();
        textMasker.begin(rules);
        documents.begin(rules, maskedFields);
        surroundings.begin(rules);
        businessKey.clear();
        shown = ShownPayload.NONE;
        hash = null;
        key = null;
        plainKey = null;
        keyFormat = null;
    }

    /**
     * Inspects a record.
     *
     * @param record the record
     * @param requested the headers that the application asked to be sent, where an interceptor changed them, or null
     * @param policy the policy of its topic
     * @param capture how much of the payload is shown
     * @param maxShown how many bytes of the payload are shown at most
     */
    public void inspect(
            RecordSnapshot record,
            @Nullable HeaderSnapshot requested,
            TopicPolicy policy,
            PayloadCapture capture,
            int maxShown) {
        clear(policy);
        WireBytes value = record.value();
        hash = capture == PayloadCapture.NONE ? null : hash(value);
        surroundings.learn(record.headers());
        if (requested != null) {
            surroundings.learn(requested);
        }
        if (!surroundings.learn(record.key())) {
            textMasker.withhold();
        }
        PayloadReading reading = PayloadReading.NONE;
        if (value.state() != WireBytes.State.NONE) {
            reading = read(record, capture == PayloadCapture.FULL);
            if (reading.unread()) {
                textMasker.withhold();
            }
            shown = content.show(reading, value, rules, capture, maxShown, hash != null, maskedFields);
        }
        inspectKey(record.key());
        businessKey.find(record, policy.businessKey(), rules, reading, documents.parts());
    }

    /** What looks like a frame in front of JSON may be the beginning of something else. */
    private PayloadReading read(RecordSnapshot record, boolean isShown) {
        ReadablePayload framed = PayloadDecoder.decodeFramed(record);
        if (framed != null) {
            PayloadReading reading = content.read(framed, rules, isShown);
            if (reading.json() || !framed.whole()) {
                return reading;
            }
        }
        return content.read(PayloadDecoder.decode(record), rules, isShown);
    }

    /**
     * Returns what is shown of the payload.
     *
     * @return the payload, {@link ShownPayload#NONE} for a record without a value; valid until the next record
     */
    public ShownPayload payload() {
        return shown;
    }

    /**
     * Returns the digest of the value on the wire.
     *
     * @return the digest in UTF-8, or null if there is none; nobody may change it
     */
    public byte @Nullable [] hash() {
        return hash;
    }

    /**
     * Returns the record's key as it is shown.
     *
     * @return the key, or null if there is none, it could not be seen, or it is {@link #plainKey() plain}
     */
    public @Nullable String key() {
        return key;
    }

    /**
     * Returns the record's key if it can be shown as it is, without being read.
     *
     * @return the key, which {@link PlainAscii} describes, or null: then {@link #key()} says what is shown, if anything
     */
    public byte @Nullable [] plainKey() {
        return plainKey;
    }

    /**
     * Returns what the key is.
     *
     * @return {@code text}, {@code base64}, {@code null} or {@code unavailable}, or null without a record
     */
    public @Nullable String keyFormat() {
        return keyFormat;
    }

    /**
     * Returns the business key.
     *
     * @return the key, or null if there is none
     */
    public @Nullable String businessKey() {
        return businessKey.key();
    }

    /**
     * Returns why there is no business key although one is configured.
     *
     * @return one short sentence, or null
     */
    public @Nullable String businessKeyReason() {
        return businessKey.reason();
    }

    /**
     * Returns the masking rules that took effect so far.
     *
     * @return the rules as the settings have them
     */
    public Collection<String> maskedFields() {
        return maskedFields;
    }

    /**
     * Tells whether a header is none of the application's and may hold what must be masked.
     *
     * @param name the header's name
     * @return whether it is left out
     */
    public boolean hidesHeader(String name) {
        // Serialized exceptions of ErrorHandlingDeserializer, with the raw payload inside; never on the wire.
        return name.startsWith("springDeserializerException");
    }

    /**
     * Tells whether a header's value is text in which there is nothing to mask.
     *
     * @param name the header's name
     * @param value the value
     * @return whether it may be shown as it is
     */
    public boolean showsAsIs(String name, byte[] value) {
        return !rules.masksHeader(name)
                && textMasker.isClean(value, 0, value.length)
                && TextBytes.isText(value, 0, value.length);
    }

    /**
     * Returns a header's value as it is shown.
     *
     * @param name the header's name
     * @param value the value
     * @return text, base64 or the mask
     */
    public String header(String name, byte[] value) {
        if (rules.masksHeader(name)) {
            maskedFields.add(rules.headerLabel(name));
            return maskedValues.of(value);
        }
        if (textMasker.withholds() && KnownHeaders.isHarmless(name, value)) {
            return TextBytes.text(value, 0, value.length);
        }
        return noted(surroundings.shown(value, true), value, BusinessKeyPolicy.HEADER_PREFIX + headerName(name));
    }

    /**
     * Returns a header's name as it is shown.
     *
     * @param name the header's name
     * @return the name, or the mask
     */
    public String headerName(String name) {
        if (textMasker.hidesNothing() || KnownHeaders.isKnown(name) || rules.knowsHeader(name)) {
            return name;
        }
        String visible = textMasker.name(name);
        if (visible == null) {
            maskedFields.add("headers");
            return MaskedValues.MARKER;
        }
        return visible;
    }

    /**
     * Masks a text that may quote the record.
     *
     * @param text the text
     * @param path the field that it is for
     * @return the masked text, or null if it cannot be shown
     */
    public @Nullable String mask(String text, String path) {
        String masked = textMasker.quoting(text);
        if (masked == null || !masked.equals(text)) {
            maskedFields.add(path);
        }
        return masked;
    }

    /**
     * Masks a sentence of our own, which is shown whatever is known of the record.
     *
     * @param sentence the sentence
     * @param path the field that it is for
     * @return the masked sentence
     */
    public String maskOwn(String sentence, String path) {
        String masked = textMasker.maskKnown(sentence);
        if (!masked.equals(sentence)) {
            maskedFields.add(path);
        }
        return masked;
    }

    /**
     * Decides about an id that somebody else put into a header.
     *
     * @param id the id, printable
     * @param path the field that it is for
     * @return whether it may be shown
     */
    public boolean showsId(byte[] id, String path) {
        return textMasker.hidesNothing()
                || (AuditHeaders.isMessageId(id) && !secrets.equal(id, 0, id.length))
                || showsName(TextBytes.text(id, 0, id.length), path);
    }

    /**
     * Decides about a name, a topic or an id that somebody else put into the record.
     *
     * @param name the text
     * @param path the field that it is for
     * @return whether it may be shown
     */
    public boolean showsName(String name, String path) {
        if (textMasker.hidesNothing() || textMasker.name(name) != null) {
            return true;
        }
        maskedFields.add(path);
        return false;
    }

    // Policies are compared by identity: there is one instance per rule, and comparing them costs more than a scan.
    @SuppressWarnings("ReferenceEquality")
    private void use(TopicPolicy next) {
        if (next != policy) {
            if (known.size() > REMEMBERED_POLICIES) {
                known.clear();
            }
            rules = known.computeIfAbsent(next, MaskingRules::new);
            policy = next;
        }
    }

    private byte @Nullable [] hash(WireBytes value) {
        byte[] bytes = value.bytes();
        String known = value.digest();
        if (known != null) {
            return known.getBytes(StandardCharsets.UTF_8);
        }
        return bytes == null || !value.isWhole() ? null : digest.of(bytes);
    }

    private void inspectKey(WireBytes wire) {
        byte[] bytes = wire.bytes();
        if (wire.state() == WireBytes.State.NONE) {
            keyFormat = "null";
        } else if (bytes == null) {
            keyFormat = "unavailable";
        } else if (!rules.masksKey()
                && wire.isWhole()
                && PlainAscii.isAll(bytes)
                && textMasker.isClean(bytes, 0, bytes.length)) {
            keyFormat = "text";
            plainKey = bytes;
        } else {
            keyFormat = TextBytes.endOfCut(bytes, 0, bytes.length) >= 0 ? "text" : "base64";
            if (rules.masksKey()) {
                maskedFields.add("key");
                key = wire.isWhole() ? maskedValues.of(bytes) : MaskedValues.MARKER;
            } else {
                key = noted(surroundings.shown(bytes, wire.isWhole()), bytes, "key");
            }
        }
    }

    private String noted(String visible, byte[] clear, String label) {
        // What could be cut is never shown changed without the mask in it.
        boolean same = visible.equals(Surroundings.clear(clear)) || TextBytes.startsWith(clear, visible);
        if (!same) {
            maskedFields.add(label);
        }
        return visible;
    }
}
