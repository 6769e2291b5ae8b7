package io.github.kafkaaudit.elk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The plugins of a Logstash configuration file with their options, values as they are written. */
final class LogstashConfig {

    private static final Pattern TOKEN =
            Pattern.compile("\\s+|#[^\\n]*|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|=>|[{}\\[\\],]|[\\w@.-]+");

    private final List<String> tokens = new ArrayList<>();
    private final List<Plugin> plugins = new ArrayList<>();
    private int position;

    private LogstashConfig(String text) {
        var token = TOKEN.matcher(text);
        var end = 0;
        while (token.lookingAt()) {
            if (!token.group().isBlank() && !token.group().startsWith("#")) {
                tokens.add(token.group());
            }
            end = token.end();
            token.region(end, text.length());
        }
        if (end < text.length()) {
            throw new IllegalArgumentException("not understood: " + text.substring(end));
        }
    }

    static List<Plugin> plugins(Path file) {
        try {
            var config = new LogstashConfig(Repository.text(file));
            config.sections();
            return config.plugins;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Repository.relative(file) + ": " + e.getMessage(), e);
        }
    }

    private void sections() {
        while (position < tokens.size()) {
            var section = next();
            if (!List.of("input", "filter", "output").contains(section)) {
                throw new IllegalArgumentException("no section: " + section);
            }
            expect("{");
            while (!accept("}")) {
                plugins.add(new Plugin(section, next(), options()));
            }
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        expect("{");
        while (!accept("}")) {
            var name = next();
            expect("=>");
            if (options.put(name, value()) != null) {
                throw new IllegalArgumentException("twice: " + name);
            }
        }
        return options;
    }

    /** A text, a word, an array, a hash, or a codec with its own options. */
    private String value() {
        var value = new StringBuilder(next());
        if (value.toString().matches("[\\w-]+")
                && position < tokens.size()
                && tokens.get(position).equals("{")) {
            value.append(' ').append(next());
        }
        var depth = "[{".indexOf(value.charAt(value.length() - 1)) < 0 ? 0 : 1;
        while (depth > 0) {
            var token = next();
            depth += token.equals("[") || token.equals("{") ? 1 : 0;
            depth -= token.equals("]") || token.equals("}") ? 1 : 0;
            value.append(' ').append(token);
        }
        return value.toString();
    }

    private String next() {
        if (position == tokens.size()) {
            throw new IllegalArgumentException("ends too early");
        }
        return tokens.get(position++);
    }

    private boolean accept(String token) {
        var found = position < tokens.size() && tokens.get(position).equals(token);
        position += found ? 1 : 0;
        return found;
    }

    private void expect(String token) {
        var found = next();
        if (!found.equals(token)) {
            throw new IllegalArgumentException("not " + token + " but " + found);
        }
    }

    /** One plugin of an input, filter or output section. */
    record Plugin(String section, String name, Map<String, String> options) {

        String kind() {
            return section + "/" + name;
        }
    }
}
