package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.event.AuditEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The limits and names of {@code docs/admission.md}, which the scripts of Logstash have as well. */
final class AdmissionRules {

    static final int MAX_BYTES = 1_048_576;
    static final int MAX_DEPTH = 203;
    static final int MAX_VALUES = 150_000;
    static final int MAX_ID_BYTES = 512;
    static final int MAX_ORIGINAL_BYTES = 16 * 1024 * 1024;
    static final int EXCERPT_LENGTH = 1_000;

    /** What a document may have at its root: what the schema has there. */
    static final Set<String> ROOT_NAMES = rootNames();

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final DateTimeFormatter WHOLE_SECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private AdmissionRules() {}

    /** Returns a time as Logstash writes it: with three digits of a second at least. */
    static String text(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? WHOLE_SECONDS.format(time) : time.toString();
    }

    /** Returns a time in the one form that every part of the way reads alike, else null. */
    static @Nullable Instant time(String text) {
        if (!TIME.matcher(text).matches()) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(FIRST) || time.isAfter(END) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Set<String> rootNames() {
        try (var schema = AuditEvent.class.getResourceAsStream("/io/github/kafkaaudit/audit-event.schema.json")) {
            if (schema == null) {
                throw new IllegalStateException("The schema of audit events is not on the class path.");
            }
            return Set.copyOf(
                    JsonMapper.shared().readTree(schema).path("properties").propertyNames());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
