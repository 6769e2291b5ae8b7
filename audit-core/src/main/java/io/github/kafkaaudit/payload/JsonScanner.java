package io.github.kafkaaudit.payload;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload once, byte by byte: is it valid JSON, would Elasticsearch take it, where are the values to be masked
 * and those of the business key. Nothing is copied, and no depth of nesting can overflow a stack.
 *
 * <p>The checks are those that cost a document its place in the index: a parser that merely reads JSON accepts what
 * Elasticsearch refuses.
 */
final class JsonScanner {

    /** Elasticsearch refuses a flattened value that is nested deeper. */
    static final int MAX_OBJECT_DEPTH = 20;

    /** Far from the 1,000 levels that parsers on the way give up at. */
    static final int MAX_DEPTH = 200;

    /** With it and the 8,191 indexed characters of a value, a term stays below Lucene's 32,766 bytes. */
    static final int MAX_PATH = 8000;

    private static final byte[] NOTHING = {};
    private static final byte OBJECT = 1;
    private static final byte ARRAY = 2;
    private static final int INVALID = JsonTokens.INVALID;
    private static final int ALL = -1;
    private static final int INITIAL = 32;
    private static final int KEPT = 1024;

    private final JsonTokens tokens = new JsonTokens();
    private final ObjectNames names = new ObjectNames();
    private final MaskedRanges masked = new MaskedRanges();
    private final KeyParts parts;
    private final Secrets secrets;

    private byte[] bytes = NOTHING;
    private int to;
    private @Nullable FieldNames fieldNames;
    private @Nullable LeafVisitor visitor;
    private boolean learns;

    private byte[] kinds = new byte[INITIAL];
    private int[] starts = new int[INITIAL];
    private int[] rules = new int[INITIAL];
    private int[] indexes = new int[INITIAL];
    private int[] pathLengths = new int[INITIAL];
    private int[] objects = new int[INITIAL];
    private @Nullable PathState[] states = new @Nullable PathState[INITIAL];

    private int depth;
    private int objectDepth;
    private int objectCount;
    // From which depth on everything is hidden: 0 for nothing, ALL for the whole document.
    private int hiddenDepth;
    private int nextRule;
    private @Nullable PathState nextState;

    private boolean onlyObjects;
    private boolean unmaskable;
    private @Nullable String obstacle;

    JsonScanner(Secrets secrets, KeyParts parts) {
        this.secrets = secrets;
        this.parts = parts;
    }

    /**
     * Reads a document.
     *
     * @param masking what is masked by its name
     * @param root where the document stands in the pointers, or null
     * @param hidden whether nothing of it may be shown
     * @param leaves looks at the single values, or null
     * @return whether it is exactly one valid JSON value
     */
    boolean scan(
            byte[] json,
            int from,
            int end,
            MaskingRules masking,
            @Nullable PathState root,
            boolean hidden,
            @Nullable LeafVisitor leaves) {
        if (kinds.length > KEPT) {
            resize(INITIAL);
        }
        bytes = json;
        to = end;
        fieldNames = masking.fieldNames();
        visitor = leaves;
        learns = leaves == null || leaves.learns();
        names.clear();
        masked.clear();
        depth = 0;
        objectDepth = 0;
        objectCount = 0;
        hiddenDepth = hidden ? ALL : 0;
        nextState = root;
        nextRule = root == null ? PathState.NO_RULE : root.rule();
        tokens.begin(json, end);
        unmaskable = false;
        obstacle = null;
        int first = tokens.space(from);
        onlyObjects = first < to && (json[first] == '{' || json[first] == '[');
        return values(first);
    }

    MaskedRanges masked() {
        return masked;
    }

    /** Tells why valid JSON cannot be indexed as an object, or null if it can. */
    @Nullable String obstacle() {
        if (obstacle != null) {
            return obstacle;
        }
        if (tokens.hasLongNumber()) {
            return "a number that is too long";
        }
        return onlyObjects ? null : "not an object or an array of objects";
    }

    /** Tells whether there are line breaks between the tokens. */
    boolean hasLineBreaks() {
        return tokens.hasLineBreaks();
    }

    /** Tells whether equal texts may be written differently. */
    boolean hasOtherSpellings() {
        return tokens.hasOtherSpellings();
    }

    /** Tells whether equal numbers may be written differently. */
    boolean hasDecimals() {
        return tokens.hasDecimals();
    }

    /** Tells whether a field's name holds what must not be shown. */
    boolean isUnmaskable() {
        return unmaskable;
    }

    private boolean values(int from) {
        int at = from;
        while (true) {
            if (at >= to) {
                return false;
            }
            byte c = bytes[at];
            if (c == '{' || c == '[') {
                push(c == '{' ? OBJECT : ARRAY, at);
                at = tokens.space(at + 1);
                boolean empty = at < to && bytes[at] == (c == '{' ? '}' : ']');
                if (!empty) {
                    at = c == '{' ? name(at) : element(at);
                    if (at == INVALID) {
                        return false;
                    }
                    continue;
                }
                if (c == '[' && depth == 1) {
                    onlyObjects = false;
                }
                pop(++at);
            } else {
                int end = c == '"'
                        ? tokens.string(at + 1)
                        : c == '-' || (c >= '0' && c <= '9') ? tokens.number(at) : tokens.literal(at);
                if (end == INVALID) {
                    return false;
                }
                leaf(at, end, c);
                at = end;
            }
            at = next(at);
            if (at == INVALID) {
                return false;
            }
            if (depth == 0) {
                return at == to;
            }
        }
    }

    /** Goes from the end of a value to the beginning of the next, or behind the last one. */
    private int next(int from) {
        int at = tokens.space(from);
        while (depth > 0) {
            if (at >= to) {
                return INVALID;
            }
            byte c = bytes[at++];
            boolean object = kinds[depth - 1] == OBJECT;
            if (c == ',') {
                at = tokens.space(at);
                return object ? name(at) : element(at);
            }
            if (c != (object ? '}' : ']')) {
                return INVALID;
            }
            pop(at);
            at = tokens.space(at);
        }
        return at;
    }

    private void push(byte kind, int at) {
        if (depth == kinds.length) {
            resize(depth * 2);
        }
        kinds[depth] = kind;
        starts[depth] = at;
        rules[depth] = nextRule;
        states[depth] = nextState;
        indexes[depth] = 0;
        objects[depth] = ++objectCount;
        pathLengths[depth] = depth == 0 ? 0 : pathLengths[depth - 1];
        if (kind == OBJECT) {
            names.open(depth);
            if (++objectDepth > MAX_OBJECT_DEPTH) {
                obstacle = "nested too deeply";
            }
            if (hiddenDepth == 0 && nextRule != PathState.NO_RULE) {
                hiddenDepth = depth + 1;
            }
        } else if (depth > 0 && onlyObjects && depth == 1 && kinds[0] == ARRAY) {
            onlyObjects = false;
        }
        if (++depth > MAX_DEPTH) {
            obstacle = "nested too deeply";
        }
    }

    private void pop(int end) {
        depth--;
        if (kinds[depth] == OBJECT) {
            names.close(depth);
            objectDepth--;
            if (hiddenDepth == depth + 1) {
                hiddenDepth = 0;
                masked.add(starts[depth], end, rules[depth], null);
            }
        }
        PathState state = states[depth];
        if (state != null && state.parts().length > 0) {
            boolean hidden = hiddenDepth != 0 || masked.overlaps(starts[depth], end);
            parts.found(state, bytes, starts[depth], end, hidden);
        }
    }

    private int element(int at) {
        int array = depth - 1;
        PathState state = states[array];
        nextState = state == null ? null : state.element(indexes[array]++);
        nextRule = rules[array];
        if (nextRule == PathState.NO_RULE && nextState != null) {
            nextRule = nextState.rule();
        }
        return at;
    }

    private int name(int at) {
        if (at >= to || bytes[at] != '"') {
            return INVALID;
        }
        int start = at + 1;
        int end = tokens.string(start);
        if (end == INVALID) {
            return INVALID;
        }
        int nameEnd = end - 1;
        if (tokens.wasEscaped()) {
            byte[] decoded = new byte[nameEnd - start];
            int length = JsonText.decode(bytes, start, nameEnd, decoded);
            checkName(decoded, length);
            use(decoded, 0, length);
        } else {
            use(bytes, start, nameEnd);
        }
        int colon = tokens.space(end);
        return colon < to && bytes[colon] == ':' ? tokens.space(colon + 1) : INVALID;
    }

    /** Looks for what only an escape can bring into a name. */
    private void checkName(byte[] name, int length) {
        for (int i = 0; i < length; i++) {
            if (name[i] == 0) {
                obstacle = "a NUL in a field name";
            } else if (name[i] == (byte) 0xED && (name[i + 1] & 0xFF) >= 0xA0) {
                // Half a surrogate pair: Jackson reads that in values and fails in names.
                obstacle = "a broken character in a field name";
            }
        }
    }

    private void use(byte[] name, int from, int end) {
        int object = depth - 1;
        if (!names.add(name, from, end, object, objects[object])) {
            obstacle = "a repeated field name";
        }
        int parent = object == 0 ? 0 : pathLengths[object - 1];
        pathLengths[object] = parent + end - from + 1;
        if (pathLengths[object] > MAX_PATH) {
            obstacle = "a field name that is too long";
        }
        PathState state = states[object];
        nextState = state == null ? null : state.child(name, from, end);
        nextRule = nextState == null ? PathState.NO_RULE : nextState.rule();
        if (nextRule == PathState.NO_RULE && fieldNames != null) {
            nextRule = fieldNames.rule(name, from, end);
        }
        if (hiddenDepth != 0) {
            if (learns) {
                secrets.addName(name, from, end);
            }
        } else if (visitor != null && visitor.forbids(name, from, end)) {
            unmaskable = true;
        }
    }

    private void leaf(int start, int end, byte first) {
        if (depth == 1 && kinds[0] == ARRAY) {
            onlyObjects = false;
        }
        boolean text = first == '"';
        boolean literal = !text && first >= 'a';
        boolean hidden = hiddenDepth != 0 || nextRule != PathState.NO_RULE;
        if (hidden && !literal && learns) {
            secrets.add(bytes, start, end, text);
            if (text && visitor != null) {
                visitor.hidden(bytes, start, end);
            }
        }
        if (hiddenDepth == 0 && nextRule != PathState.NO_RULE) {
            if (first != 'n') {
                masked.add(start, end, nextRule, null);
            }
        } else if (visitor != null && !hidden && !literal) {
            String replacement = visitor.visible(bytes, start, end, text, nextState);
            if (replacement != null) {
                masked.add(start, end, visitor.rule(), replacement);
            }
        }
        // Where a payload was cut, a number may go on.
        if (nextState != null && (end < to || depth == 0)) {
            parts.found(nextState, bytes, start, end, hidden);
        }
    }

    /** Forgets the document, but not what was found out about it. */
    void forget() {
        bytes = NOTHING;
        tokens.forget();
    }

    private void resize(int capacity) {
        kinds = Arrays.copyOf(kinds, capacity);
        starts = Arrays.copyOf(starts, capacity);
        rules = Arrays.copyOf(rules, capacity);
        indexes = Arrays.copyOf(indexes, capacity);
        pathLengths = Arrays.copyOf(pathLengths, capacity);
        objects = Arrays.copyOf(objects, capacity);
        states = Arrays.copyOf(states, capacity);
    }
}
