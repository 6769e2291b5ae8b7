package io.github.kafkaaudit.policy;

import java.util.regex.Pattern;

/** A glob over topic names: {@code *} stands for any characters, everything else for itself. */
public final class TopicPattern {

    private final String glob;
    private final Pattern pattern;

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
        this.pattern = Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
    }

    /**
     * Tells whether a topic matches.
     *
     * @param topic the topic's name
     * @return whether it matches
     */
    public boolean matches(String topic) {
        return pattern.matcher(topic).matches();
    }

    /** Returns the pattern as written. */
    @Override
    public String toString() {
        return glob;
    }
}
