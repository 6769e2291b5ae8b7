package io.github.kafkaaudit.policy;

/** A glob over topic names: {@code *} stands for any characters, everything else for itself. */
public final class TopicPattern {

    private static final char ANY = '*';

    private final String glob;

    /**
     * Creates a pattern.
     *
     * @param glob the pattern as written
     * @throws IllegalArgumentException if it is blank
     */
    public TopicPattern(String glob) {
        if (glob.isBlank()) {
            throw new IllegalArgumentException("A topic pattern must not be blank; \"*\" matches every topic.");
        }
        this.glob = glob;
    }

    /**
     * Tells whether a topic matches; the time that takes is bounded by both lengths, however many stars there are.
     *
     * @param topic the topic's name
     * @return whether it matches
     */
    public boolean matches(String topic) {
        int at = 0;
        int next = 0;
        int star = -1;
        int taken = 0;
        while (next < topic.length()) {
            if (at < glob.length() && glob.charAt(at) == ANY) {
                star = at++;
                taken = next;
            } else if (at < glob.length() && glob.charAt(at) == topic.charAt(next)) {
                at++;
                next++;
            } else if (star >= 0) {
                // The last star takes one character more; earlier ones need not, for it can take what they would.
                at = star + 1;
                next = ++taken;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == ANY) {
            at++;
        }
        return at == glob.length();
    }

    /**
     * Tells whether every topic that another pattern matches is matched by this one as well.
     *
     * @param other the other pattern
     * @return whether it is
     */
    public boolean covers(TopicPattern other) {
        // A star of the other one is a character that only a star takes.
        return matches(other.glob);
    }

    /**
     * Tells whether there could be a topic that both patterns match.
     *
     * @param other the other pattern
     * @return whether there could
     */
    public boolean meets(TopicPattern other) {
        boolean[] met = new boolean[other.glob.length() + 1];
        for (int i = 0; i <= glob.length(); i++) {
            boolean[] before = met;
            met = new boolean[other.glob.length() + 1];
            for (int j = 0; j <= other.glob.length(); j++) {
                boolean star = (i > 0 && glob.charAt(i - 1) == ANY) || (j > 0 && other.glob.charAt(j - 1) == ANY);
                boolean same = i > 0 && j > 0 && glob.charAt(i - 1) == other.glob.charAt(j - 1);
                met[j] = (i == 0 && j == 0)
                        || (star && i > 0 && before[j])
                        || (star && j > 0 && met[j - 1])
                        || (same && before[j - 1]);
            }
        }
        return met[other.glob.length()];
    }

    /** Returns the pattern as written. */
    @Override
    public String toString() {
        return glob;
    }
}
