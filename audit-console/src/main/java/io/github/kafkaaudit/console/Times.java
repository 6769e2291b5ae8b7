package io.github.kafkaaudit.console;

import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.console.source.SourceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as people write them: {@code 2026-11-22}, {@code 2026-11-22T09:00}, with an offset or not, {@code 2h},
 * {@code now}.
 */
public final class Times {

    /** How far back a question looks where nothing else is said. */
    public static final String SINCE = "7d";

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*([smhdw])");

    private Times() {}

    /**
     * Understands a time range.
     *
     * @param since its beginning; seven days ago where it is empty
     * @param until its end; now where it is empty
     * @param now the time
     * @param zone the zone of times without one
     * @throws SourceException if one is not understood, or they are in the wrong order
     */
    public static Period period(@Nullable String since, @Nullable String until, Instant now, ZoneId zone) {
        var from = time(since == null || since.isBlank() ? SINCE : since, now, zone);
        // What happens while the question is asked belongs to it.
        var to = until == null || until.isBlank() || until.equals("now") ? now.plusSeconds(60) : time(until, now, zone);
        return new Period(from, to);
    }

    private static Instant time(String given, Instant now, ZoneId zone) {
        var text = given.strip();
        try {
            var ago = AGO.matcher(text);
            if (ago.matches()) {
                var number = Long.parseLong(ago.group(1));
                return now.minus(
                        switch (ago.group(2)) {
                            case "s" -> Duration.ofSeconds(number);
                            case "m" -> Duration.ofMinutes(number);
                            case "h" -> Duration.ofHours(number);
                            case "d" -> Duration.ofDays(number);
                            default -> Duration.ofDays(7 * number);
                        });
            }
            if (text.length() == "2026-11-22".length()) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            var iso = text.replace(' ', 'T');
            return iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})$") && iso.indexOf('T') > 0
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION,
                    text + " is no time: write 2026-11-22, 2026-11-22T09:00, 2026-11-22T09:00:00Z, or 2h, 7d for how"
                            + " long ago.",
                    e);
        }
    }

    /**
     * Understands a zone.
     *
     * @param zone its name; the zone of the system where it is empty
     * @throws SourceException if there is no such zone
     */
    public static ZoneId zone(@Nullable String zone) {
        try {
            return zone == null || zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION, zone + " is no time zone: write Asia/Seoul, or UTC.", e);
        }
    }
}
