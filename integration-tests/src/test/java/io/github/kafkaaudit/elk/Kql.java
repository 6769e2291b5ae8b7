package io.github.kafkaaudit.elk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kibana's query language, as far as the saved searches use it, translated into what Kibana sends to Elasticsearch.
 *
 * <p>{@code and}, {@code or}, {@code not}, parentheses, {@code field : *}, {@code field : "value"}, {@code field : (a
 * or b)} and comparisons; anything else is an error.
 */
final class Kql {

    private static final Pattern TOKEN = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|>=|<=|[():<>]|[^\\s():<>\"]+)");
    private static final Map<String, String> RANGES = Map.of(">", "gt", ">=", "gte", "<", "lt", "<=", "lte");

    private final List<String> tokens = new ArrayList<>();
    private final Set<String> fields = new LinkedHashSet<>();
    private int position;

    private Kql(String text) {
        var token = TOKEN.matcher(text);
        var end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group(1));
            end = token.end();
            token.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("not understood: " + text.substring(end));
        }
    }

    static Map<String, Object> query(String text) {
        return new Kql(text).parse();
    }

    static Set<String> fields(String text) {
        var kql = new Kql(text);
        kql.parse();
        return kql.fields;
    }

    private Map<String, Object> parse() {
        if (tokens.isEmpty()) {
            return Map.of("match_all", Map.of());
        }
        var query = or();
        if (position < tokens.size()) {
            throw new IllegalArgumentException("not understood: " + tokens.subList(position, tokens.size()));
        }
        return query;
    }

    private Map<String, Object> or() {
        List<Object> either = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            either.add(and());
        }
        return any(either);
    }

    private Map<String, Object> and() {
        List<Object> all = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            all.add(not());
        }
        return Map.of("bool", Map.of("filter", all));
    }

    private Map<String, Object> not() {
        return accept("not") ? Map.of("bool", Map.of("must_not", List.of(not()))) : primary();
    }

    private Map<String, Object> primary() {
        if (accept("(")) {
            var inner = or();
            expect(")");
            return inner;
        }
        var field = next();
        fields.add(field);
        var operator = next();
        if (RANGES.containsKey(operator)) {
            return Map.of("range", Map.of(field, Map.of(RANGES.get(operator), unquoted(next()))));
        }
        if (!operator.equals(":")) {
            throw new IllegalArgumentException("no operator after " + field + ": " + operator);
        }
        if (!accept("(")) {
            return value(field);
        }
        List<Object> either = new ArrayList<>(List.of(value(field)));
        while (accept("or")) {
            either.add(value(field));
        }
        expect(")");
        return any(either);
    }

    private Map<String, Object> value(String field) {
        var value = next();
        if (value.equals("*")) {
            return Map.of("exists", Map.of("field", field));
        }
        if (value.startsWith("\"")) {
            return Map.of("match_phrase", Map.of(field, unquoted(value)));
        }
        return Map.of("match", Map.of(field, value));
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    private static Map<String, Object> any(List<Object> queries) {
        return Map.of("bool", Map.of("should", queries, "minimum_should_match", 1));
    }

    private String next() {
        if (position == tokens.size()) {
            throw new IllegalArgumentException("ends too early: " + tokens);
        }
        return tokens.get(position++);
    }

    private boolean accept(String token) {
        var found = position < tokens.size() && tokens.get(position).equals(token);
        position += found ? 1 : 0;
        return found;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("no " + token + " in " + tokens);
        }
    }
}
