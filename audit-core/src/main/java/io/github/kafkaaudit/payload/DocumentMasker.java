package io.github.kafkaaudit.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON documents, and those that are texts inside of them, however deep: first to learn the values that must not
 * be shown anywhere, then to find them in the other values and to write the document without them.
 *
 * <p><b>Threading</b>: used by one thread at a time, for one document after the other; the answers are about the
 * latest.
 */
final class DocumentMasker {

    // Every level doubles the backslashes of the one before; what goes deeper was made to go deep.
    private static final int DEEPEST = 24;

    private final Secrets secrets;
    private final TextMasker textMasker;
    private final MaskedValues maskedValues;
    private final KeyParts parts = new KeyParts();
    private final List<JsonScanner> scanners = new ArrayList<>();
    private final LeafVisitor collector = new Collector();
    private final LeafVisitor masker = new Masker();

    private MaskingRules rules;
    private Set<String> maskedFields = Set.of();
    private int depth;
    private boolean embedded;
    private boolean suspicious;
    private boolean unread;
    private int replacementRule;

    DocumentMasker(Secrets secrets, TextMasker textMasker, MaskedValues maskedValues, MaskingRules rules) {
        this.secrets = secrets;
        this.textMasker = textMasker;
        this.maskedValues = maskedValues;
        this.rules = rules;
    }

    /** Begins a record. */
    void begin(MaskingRules rules, Set<String> maskedFields) {
        this.rules = rules;
        this.maskedFields = maskedFields;
        scanner(0).forget();
        parts.clear(rules.partCount());
    }

    /** Returns where the parts of the business key stand in the payload. */
    KeyParts parts() {
        return parts;
    }

    /** Returns what the latest document is like, as far as it was read. */
    JsonScanner scanner() {
        return scanner(0);
    }

    /** Tells whether a text of the latest document holds clear values that nobody could learn. */
    boolean hasUnreadText() {
        return unread;
    }

    /**
     * Reads a payload and remembers its hidden values and its parts of the business key.
     *
     * @return whether it is one valid JSON value
     */
    boolean learnPayload(byte[] json, int from, int to) {
        begin();
        parts.open(true);
        boolean looks = rules.masksContent() || rules.hasPointers();
        boolean valid = scanner(0).scan(json, from, to, rules, rules.root(), false, looks ? collector : null);
        parts.open(false);
        return valid;
    }

    /**
     * Reads a key or a header and remembers its hidden values.
     *
     * @param hidden whether all of it is hidden
     * @return whether it is one valid JSON value
     */
    boolean learn(byte[] json, boolean hidden) {
        begin();
        int from = TextBytes.byteOrderMark(json, 0, json.length);
        return scanner(0).scan(json, from, json.length, rules, rules.root(), hidden, collector);
    }

    /** Looks at every value of a valid document that was read, if any of them could be one that is hidden elsewhere. */
    void look(byte[] json, int from, int to) {
        if (needsLook(json, from, to)) {
            begin();
            scanner(0).scan(json, from, to, rules, rules.root(), false, masker);
        }
    }

    /** Returns a document without what is hidden in it, or null if it is none. */
    @Nullable String masked(byte[] json) {
        begin();
        int from = TextBytes.byteOrderMark(json, 0, json.length);
        JsonScanner scanner = scanner(0);
        if (!scanner.scan(json, from, json.length, rules, rules.root(), false, masker)) {
            return null;
        }
        return scanner.isUnmaskable() || unread ? MaskedValues.MARKER : text(json, from, scanner);
    }

    /** Writes the latest document without what is hidden. */
    ContentBuffer write(byte[] json, int from, int to, ContentBuffer target) {
        return write(json, from, to, scanner(0), target);
    }

    private ContentBuffer write(byte[] json, int from, int to, JsonScanner scanner, ContentBuffer target) {
        MaskedRanges ranges = scanner.masked();
        int at = from;
        for (int i = 0; i < ranges.size(); i++) {
            target.append(json, at, ranges.start(i));
            String replacement = ranges.replacement(i);
            target.appendQuoted(replacement == null ? mask(json, ranges.start(i), ranges.end(i)) : replacement);
            at = ranges.end(i);
            if (ranges.rule(i) != MaskedRanges.INSIDE) {
                maskedFields.add(
                        ranges.rule(i) == MaskedRanges.CONTENT ? MaskedRanges.LABEL : rules.label(ranges.rule(i)));
            }
        }
        target.append(json, at, to);
        return target;
    }

    private String text(byte[] json, int from, JsonScanner scanner) {
        ContentBuffer masked = write(json, from, json.length, scanner, new ContentBuffer());
        return TextBytes.text(masked.bytes(), 0, masked.size());
    }

    private String mask(byte[] json, int start, int end) {
        return maskedValues.areSearchable()
                ? maskedValues.of(KeyText.canonical(json, start, end))
                : MaskedValues.MARKER;
    }

    private void begin() {
        depth = 0;
        embedded = false;
        suspicious = false;
        unread = false;
    }

    private boolean needsLook(byte[] json, int from, int to) {
        JsonScanner scanner = scanner(0);
        if (rules.masksText() || suspicious || (rules.masksFields() && scanner.hasOtherSpellings())) {
            return true;
        }
        if (secrets.isEmpty()) {
            return false;
        }
        if (embedded || scanner.hasOtherSpellings() || (secrets.hasNumbers() && scanner.hasDecimals())) {
            return true;
        }
        int at = from;
        MaskedRanges ranges = scanner.masked();
        for (int i = 0; i < ranges.size(); i++) {
            if (secrets.find(json, at, ranges.start(i)) >= 0) {
                return true;
            }
            at = ranges.end(i);
        }
        return secrets.find(json, at, to) >= 0;
    }

    private JsonScanner scanner(int level) {
        while (scanners.size() <= level) {
            scanners.add(new JsonScanner(secrets, parts));
        }
        return scanners.get(level);
    }

    /** Reads a document inside of the one that is being read; false if it is none. */
    private boolean inside(byte[] json, @Nullable PathState state, boolean hidden, LeafVisitor visitor) {
        if (depth == DEEPEST) {
            return false;
        }
        depth++;
        int from = TextBytes.byteOrderMark(json, 0, json.length);
        boolean valid = scanner(depth).scan(json, from, json.length, rules, state, hidden, visitor);
        scanner(depth).forget();
        depth--;
        if (!valid) {
            parts.forget(json);
        }
        return valid;
    }

    /** Learns what is hidden in texts. */
    private final class Collector implements LeafVisitor {

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public @Nullable String visible(byte[] json, int start, int end, boolean text, @Nullable PathState state) {
            if (!text) {
                return null;
            }
            if (EmbeddedJson.begins(json, start + 1, end - 1)) {
                embedded = true;
                boolean valid = inside(KeyText.leaf(json, start, end), state, false, this);
                suspicious |= !valid || scanner(depth + 1).masked().size() > 0;
            } else if (rules.masksFields()
                    && TextMarks.hasSeparator(json, start + 1, end - 1)
                    && rules.mentions().occurIn(json, start + 1, end - 1)) {
                suspicious = true;
            }
            return null;
        }

        @Override
        public void hidden(byte[] json, int start, int end) {
            if (EmbeddedJson.begins(json, start + 1, end - 1)) {
                inside(KeyText.leaf(json, start, end), null, true, this);
            }
        }

        @Override
        public boolean forbids(byte[] name, int from, int to) {
            return false;
        }

        @Override
        public int rule() {
            return MaskedRanges.CONTENT;
        }
    }

    /** Masks single values by what they contain: a pattern's match, or a value that is masked elsewhere. */
    private final class Masker implements LeafVisitor {

        @Override
        public boolean learns() {
            return false;
        }

        @Override
        public @Nullable String visible(byte[] json, int start, int end, boolean text, @Nullable PathState state) {
            replacementRule = MaskedRanges.CONTENT;
            byte[] clear = KeyText.leaf(json, start, end);
            if (!text) {
                String number = TextBytes.text(clear, 0, clear.length);
                String masked = textMasker.maskInside(number);
                return !masked.equals(number) ? masked : textMasker.hidesNumber(number) ? MaskedValues.MARKER : null;
            }
            String decoded = TextBytes.text(clear, 0, clear.length);
            String written = decoded;
            boolean document = EmbeddedJson.begins(clear, 0, clear.length) && inside(clear, state, false, this);
            if (document) {
                JsonScanner scanner = scanner(depth + 1);
                if (scanner.isUnmaskable()) {
                    replacementRule = MaskedRanges.CONTENT;
                    return MaskedValues.MARKER;
                }
                if (scanner.masked().size() > 0) {
                    written = text(clear, TextBytes.byteOrderMark(clear, 0, clear.length), scanner);
                }
            }
            String masked = textMasker.maskInside(written);
            // What the document inside masked is reported under its own rules.
            replacementRule = masked.equals(written) ? MaskedRanges.INSIDE : MaskedRanges.CONTENT;
            if (!document && textMasker.names(masked)) {
                replacementRule = MaskedRanges.CONTENT;
                unread = true;
                return MaskedValues.MARKER;
            }
            if (!masked.equals(decoded)) {
                return masked;
            }
            replacementRule = MaskedRanges.CONTENT;
            return secrets.find(clear, 0, clear.length) >= 0 ? MaskedValues.MARKER : null;
        }

        @Override
        public void hidden(byte[] json, int start, int end) {
            // Learned before.
        }

        @Override
        public boolean forbids(byte[] name, int from, int to) {
            String text = TextBytes.text(name, from, to);
            return secrets.find(name, from, to) >= 0
                    || (!textMasker.maskInside(text).equals(text) && !SchemaNames.isOne(name, from, to));
        }

        @Override
        public int rule() {
            return replacementRule;
        }
    }
}
