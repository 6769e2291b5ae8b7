package io.github.kafkaaudit.console.picture;

import java.util.Locale;

/** Writes SVG elements; every value is escaped, and what could turn the direction of a text is made visible. */
final class Svg {

    private static final int LONGEST = 120;

    private final StringBuilder out = new StringBuilder(4_096);

    Svg open(String element, Object... attributes) {
        start(element, attributes);
        out.append('>');
        return this;
    }

    Svg close(String element) {
        out.append("</").append(element).append('>');
        return this;
    }

    Svg empty(String element, Object... attributes) {
        start(element, attributes);
        out.append("/>");
        return this;
    }

    Svg text(String element, String text, Object... attributes) {
        open(element, attributes);
        out.append(escape(text));
        return close(element);
    }

    private void start(String element, Object... attributes) {
        out.append('<').append(element);
        for (var at = 0; at < attributes.length; at += 2) {
            var value = attributes[at + 1] instanceof Double number
                    ? String.format(Locale.ROOT, "%.1f", number)
                    : String.valueOf(attributes[at + 1]);
            out.append(' ')
                    .append(attributes[at])
                    .append("=\"")
                    .append(escape(value))
                    .append('"');
        }
    }

    /** A text of at most so many characters. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(1, most - 1)) + "…";
    }

    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().limit(LONGEST * 20L).forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isHarmless(character) ? character : 0xfffd);
            }
        });
        return escaped.toString();
    }

    /** Control characters are not allowed in XML; marks of direction would mix up what stands beside them. */
    private static boolean isHarmless(int character) {
        var type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && type != Character.FORMAT
                && character < 0xfffe;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
