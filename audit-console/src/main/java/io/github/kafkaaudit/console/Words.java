package io.github.kafkaaudit.console;

import io.github.kafkaaudit.verdict.Verdict;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The console's words in one language, and times in one zone.
 *
 * @param locale the language
 * @param zone the zone
 */
public record Words(Locale locale, ZoneId zone) {

    /** The bundle, which templates use as well. */
    public static final String BUNDLE = "io/github/kafkaaudit/console/words";

    /** The languages that there are. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    /** Returns a word or a sentence with arguments; the key itself where the bundle has none. */
    public String get(String key, Object... arguments) {
        try {
            var bundle = ResourceBundle.getBundle(
                    BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
            return new MessageFormat(bundle.getString(key), locale).format(arguments);
        } catch (MissingResourceException e) {
            return key;
        }
    }

    /** Returns a verdict in a few words. */
    public String headline(Verdict verdict) {
        var sends = verdict.publications().size();
        return switch (verdict.publishing()) {
            case NOT_PUBLISHED ->
                get(
                        verdict.failedSends().isEmpty()
                                        || !verdict.publisherGaps().isEmpty()
                                ? "headline.not-known"
                                : "headline.not-published");
            case PUBLISHED_ONCE -> get("headline.once");
            case PUBLISHED_N_TIMES -> get("headline.times", sends);
            case ONE_SEND_STORED_TWICE ->
                get(
                        "headline.stored",
                        verdict.publications().get(0).coordinates().size());
            case IDENTICAL_BYTES -> get("headline.identical", sends);
        };
    }

    /** Returns a time with its date. */
    public String time(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")
                .withZone(zone)
                .format(time);
    }
}
