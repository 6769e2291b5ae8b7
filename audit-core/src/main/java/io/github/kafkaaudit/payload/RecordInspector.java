package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.RecordSnapshot;
import io.github.kafkaaudit.event.WireBytes;
import io.github.kafkaaudit.policy.BusinessKeyPolicy;
import io.github.kafkaaudit.policy.HmacKey;
import io.github.kafkaaudit.policy.PayloadCapture;
import io.github.kafkaaudit.policy.TopicPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    private static final byte[] NOTHING = {};

    private final ReusedDigest digest;
    private final MaskedValues maskedValues;
    private final Secrets secrets = new Secrets();
    private final TextMasker textMasker;
    private final PayloadContent content;
    private final BusinessKey businessKey;
    private final IdentityHashMap<TopicPolicy, MaskingRules> known = new IdentityHashMap<>();
    private final Set<String> maskedFields = new LinkedHashSet<>();

    private @Nullable TopicPolicy policy;
    private MaskingRules rules = new MaskingRules(TopicPolicy.DEFAULT);
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
        this.content = new PayloadContent(secrets, textMasker, maskedValues);
        this.businessKey = new BusinessKey(maskedValues, textMasker, new PayloadDigest(hmacKey), extractorFailures);
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
        content.clear();
        businessKey.clear();
        hash = null;
        key = null;
        plainKey = null;
        keyFormat = null;
    }

    /**
     * Inspects a record.
     *
     * @param record the record
     * @param policy the policy of its topic
     * @param capture how much of the payload is shown
     * @param maxShown how many bytes of the payload are shown at most
     */
    public void inspect(RecordSnapshot record, TopicPolicy policy, PayloadCapture capture, int maxShown) {
        clear(policy);
        WireBytes value = record.value();
        hash = capture == PayloadCapture.NONE ? null : hash(value);
        collectSecrets(record);
        content.inspect(record, rules, capture, maxShown, hash != null, maskedFields);
        if (content.hidesClearValues()) {
            textMasker.distrust(content.isWhole() ? content.source() : null);
        }
        inspectKey(record.key());
        businessKey.find(record, policy.businessKey(), rules, content);
    }

    /**
     * Returns the form in which the payload is shown.
     *
     * @return the form, or null if the record has no value
     */
    public @Nullable PayloadFormat format() {
        return content.format();
    }

    /**
     * Returns why the payload has another form than its content suggests.
     *
     * @return one short sentence, or null
     */
    public @Nullable String reason() {
        return content.reason();
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
     * Returns the schema's id from the framing of a schema registry.
     *
     * @return the id, or -1
     */
    public int schemaId() {
        return content.schemaId();
    }

    /**
     * Tells whether only the beginning of the payload is shown.
     *
     * @return whether it is
     */
    public boolean truncated() {
        return content.truncated();
    }

    /**
     * Tells whether something in the payload was masked.
     *
     * @return whether it was
     */
    public boolean masked() {
        return content.masked();
    }

    /**
     * Returns the array that holds what is shown of the payload.
     *
     * @return the array; nobody may change it
     */
    public byte[] content() {
        return content.bytes() == null ? NOTHING : content.bytes();
    }

    /**
     * Returns where the shown payload begins.
     *
     * @return the index of the first byte
     */
    public int contentFrom() {
        return content.from();
    }

    /**
     * Returns how long the shown payload is.
     *
     * @return the number of bytes
     */
    public int contentLength() {
        return content.length();
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
                && !textMasker.isDistrustful()
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
        if (textMasker.isDistrustful() && name.contains("exception")) {
            // Dead-letter headers with an exception's message and stack trace quote the payload like any error text.
            maskedFields.add(rules.headerLabel(name));
            return MaskedValues.MARKER;
        }
        return shown(value, value.length, BusinessKeyPolicy.HEADER_PREFIX + name);
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

    private void collectSecrets(RecordSnapshot record) {
        if (rules.masksHeaders()) {
            for (int i = 0; i < record.headers().size(); i++) {
                byte[] value = record.headers().value(i);
                if (value != null && rules.masksHeader(record.headers().name(i))) {
                    secrets.add(value, 0, value.length);
                }
            }
        }
        byte[] bytes = record.key().bytes();
        if (rules.masksKey() && bytes != null) {
            secrets.add(bytes, 0, bytes.length);
        }
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
                key = shown(bytes, wire.size(), "key");
            }
        }
    }

    private String shown(byte[] bytes, int size, String label) {
        boolean cut = bytes.length < size;
        int end = cut ? TextBytes.endOfCut(bytes, 0, bytes.length) : bytes.length;
        boolean text = end >= 0 && (cut || TextBytes.isText(bytes, 0, end));
        String result;
        if (text) {
            String clear = TextBytes.text(bytes, 0, end);
            if (textMasker.isClean(bytes, 0, end)) {
                return clear;
            }
            String masked = cut && rules.masksText() ? null : textMasker.mask(clear);
            if (masked != null && masked.equals(clear)) {
                return clear;
            }
            result = masked == null ? MaskedValues.MARKER : masked;
        } else if (textMasker.allowsBinary(bytes)) {
            return Base64.getEncoder().encodeToString(bytes);
        } else {
            result = MaskedValues.MARKER;
        }
        maskedFields.add(label);
        return result;
    }
}
