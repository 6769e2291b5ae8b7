package io.github.kafkaaudit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses what would mask nothing without a word, or something else than what is meant, and says how to write it. */
final class MaskingSettings {

    private static final Logger logger = LoggerFactory.getLogger(MaskingSettings.class);

    private static final Pattern HEADER = Pattern.compile("(?i)headers?\\s*[:.].*");
    private static final Pattern JSON_PATH = Pattern.compile("\\$[.\\[].*|#/.*|@\\..*");
    private static final Pattern INDEX = Pattern.compile(".*\\[[^\\]]*].*");
    private static final Pattern EXPRESSION = Pattern.compile(".*[*?^|(){}\\[\\]\\\\+\"'].*|.+\\$");
    // Something of every kind, so that what matches without a character is found at one of its places.
    private static final String PROBE = "a1 Z-9\n\t_@.,:;/\\\"'(){}[]<>=+*#é합😀 000000-0000000";

    private MaskingSettings() {}

    /** Checks names of fields and JSON pointers. */
    static List<String> fields(List<String> fields, String property) {
        for (String field : fields) {
            notBlank(field, "The name of a field", property);
            if (HEADER.matcher(field).matches()) {
                String header = field.replaceFirst("(?i)headers?\\s*[:.]\\s*", "");
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + field + "\" is a header and no field of the payload.",
                        "Write \"" + header + "\" in masking.headers.");
            }
            if (field.startsWith("/")) {
                pointer(field, property, "*");
                if (field.indexOf('.') >= 0) {
                    logger.warn(
                            "{}: \"{}\" masks a field whose own name has a dot; the field inside of another one would be"
                                    + " {}.",
                            property,
                            field,
                            "\"" + field.replace('.', '/') + "\"");
                }
            } else {
                name(field, property);
            }
        }
        return fields;
    }

    /** Checks names of headers. */
    static List<String> headers(List<String> headers, String property) {
        for (String header : headers) {
            notBlank(header, "The name of a header", property);
            if (HEADER.matcher(header).matches()) {
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + header + "\" is not the name of a header.",
                        "Write the name alone, such as \"" + header.replaceFirst("(?i)headers?\\s*[:.]\\s*", "")
                                + "\".");
            }
            if (header.indexOf('*') >= 0 || header.startsWith("/")) {
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + header + "\" masks nothing: the names of headers are compared as a whole.",
                        "Write every name, such as \"authorization\".");
            }
        }
        return headers;
    }

    /** Checks the parts of a business key. */
    static List<String> businessKey(List<String> parts, String property) {
        for (String part : parts) {
            String place = part.startsWith("optional:") ? part.substring("optional:".length()) : part;
            notBlank(place, "A part of the business key", property);
            if (place.startsWith("/")) {
                pointer(place, property, "");
            } else if (place.startsWith("header:")) {
                String header = place.substring("header:".length());
                if (header.isBlank()) {
                    throw new InvalidKafkaAuditSettingException(
                            property,
                            "\"" + place + "\" does not say which header.",
                            "Name it, such as \"header:order-id\".");
                }
                if (!header.equals(header.strip()) || header.indexOf('*') >= 0) {
                    throw new InvalidKafkaAuditSettingException(
                            property,
                            "\"" + place + "\" is no header that a record has.",
                            "Write its whole name without spaces, such as \"header:order-id\".");
                }
            }
        }
        return parts;
    }

    /** Compiles patterns; none may match where there is nothing. */
    static List<Pattern> patterns(List<String> expressions, String property) {
        List<Pattern> patterns = new ArrayList<>();
        for (String expression : expressions) {
            try {
                Pattern pattern = Pattern.compile(expression);
                if (matchesNothing(pattern)) {
                    throw new InvalidKafkaAuditSettingException(
                            property,
                            "\"" + expression + "\" matches the empty text, and so everywhere.",
                            "Use an expression that matches at least one character, such as \"\\d{6}-\\d{7}\".");
                }
                patterns.add(pattern);
            } catch (PatternSyntaxException e) {
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + e.getPattern() + "\" is no regular expression: " + e.getDescription() + ".",
                        "Correct the expression; in YAML, single quotes leave backslashes alone.");
            }
        }
        return patterns;
    }

    private static boolean matchesNothing(Pattern pattern) {
        for (String text : new String[] {"", PROBE}) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (matcher.end() == matcher.start()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void name(String field, String property) {
        if (JSON_PATH.matcher(field).matches()) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + field + "\" is written in another language than settings are.",
                    "Write " + pointerOf(field) + ".");
        }
        if (INDEX.matcher(field).matches() || field.indexOf('/') >= 0 || field.indexOf('.') >= 0) {
            boolean expression =
                    field.indexOf('*') >= 0 && !INDEX.matcher(field).matches();
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + field + "\" is neither the name of a field nor a JSON pointer, and would mask nothing.",
                    expression
                            ? "Write every name, such as \"email\", or a JSON pointer such as \"/applicant/*\"."
                            : "Write " + pointerOf(field) + ", or \"" + lastName(field)
                                    + "\" for the field of that name at any depth.");
        }
        if (field.equals("*")) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"*\" is no name of a field, and would mask nothing.",
                    "To show no payload, set payload.capture to \"hash\" or \"none\".");
        }
        if (EXPRESSION.matcher(field).matches() || field.indexOf('~') >= 0) {
            throw new InvalidKafkaAuditSettingException(
                    property,
                    "\"" + field + "\" is neither a field's name nor a JSON pointer, and would mask nothing.",
                    "Use a name such as \"password\", or a JSON pointer (RFC 6901) such as \"/applicant/email\";"
                            + " regular expressions belong into masking.patterns.");
        }
    }

    private static void pointer(String pointer, String property, String wildcard) {
        String[] names = pointer.substring(1).split("/", -1);
        for (String name : names) {
            boolean star = name.equals("*") && wildcard.equals("*");
            if (name.isEmpty()
                    || !name.equals(name.strip())
                    || (name.indexOf('*') >= 0 && !star)
                    || INDEX.matcher(name).matches()) {
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + pointer + "\" is no JSON pointer to a field.",
                        "Write " + pointerOf(pointer)
                                + (wildcard.isEmpty() ? "." : "; \"*\" stands for a whole name or index."));
            }
            if (!name.matches("([^~]|~[01])*")) {
                throw new InvalidKafkaAuditSettingException(
                        property,
                        "\"" + pointer + "\" is neither a field's name nor a JSON pointer.",
                        "Write \"~\" as \"~0\" and \"/\" inside of a name as \"~1\" (RFC 6901).");
            }
        }
    }

    private static void notBlank(String text, String what, String property) {
        if (text.isBlank()) {
            throw new InvalidKafkaAuditSettingException(
                    property, what + " must not be blank.", "Remove the blank entry.");
        }
        if (!text.equals(text.strip())) {
            throw new InvalidKafkaAuditSettingException(
                    property, what + " must not begin or end with a space: \"" + text + "\".", "Remove the space.");
        }
    }

    /** Returns what is written in another language as a JSON pointer. */
    private static String pointerOf(String path) {
        String pointer = path.replaceFirst("^[$@#]", "")
                .replaceAll("\\['?\"?([^\\]'\"]*)'?\"?]", "/$1")
                .replaceAll("\\s+", "");
        if (path.indexOf('/') < 0) {
            pointer = pointer.replace('.', '/');
        }
        pointer =
                ("/" + pointer).replaceAll("\\*\\*", "*").replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
        return pointer.equals("/") ? "a pointer such as \"/applicant/email\"" : "\"" + pointer + "\"";
    }

    private static String lastName(String path) {
        String[] names = path.replaceAll("\\[[^\\]]*]", "").split("[/.]", -1);
        return names.length == 0 || names[names.length - 1].isBlank() ? "email" : names[names.length - 1];
    }
}
