package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.Times;
import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.payload.MaskedValues;
import io.github.kafkaaudit.policy.HmacKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When, of whom, and how it is shown. */
final class QuestionOptions {

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when on: 2026-11-22T09:00, or how long ago: 2h, 7d (" + Times.SINCE + ").")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Until when (now).")
    private @Nullable String until;

    @Option(names = "--zone", paramLabel = "ZONE", description = "The time zone, such as Asia/Seoul (the system's).")
    private @Nullable String zone;

    @Option(names = "--service", paramLabel = "NAME", description = "Only events of this service.")
    private @Nullable String service;

    @Option(names = "--topic", paramLabel = "NAME", description = "Only events of this topic.")
    private @Nullable String topic;

    @Option(names = "--group", paramLabel = "NAME", description = "Only events of this consumer group.")
    private @Nullable String group;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or html (${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "en", description = "en or ko, for html.")
    private String language = "en";

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many (${DEFAULT-VALUE}).")
    private int limit = 100;

    Period period() {
        return Times.period(since, until, Instant.now(), Times.zone(zone));
    }

    Filters filters() {
        return new Filters(service, topic, group, Set.of());
    }

    Words words() {
        return new Words("ko".equals(language) ? Locale.KOREAN : Locale.ENGLISH, Times.zone(zone));
    }

    Format format() {
        return format;
    }

    int limit() {
        return Math.max(1, limit);
    }

    @Nullable String service() {
        return service;
    }

    /** Finds masked values by the value itself, where the secret of the services is there. */
    static @Nullable MaskedValues maskedValues() {
        var secret = System.getenv("KAFKA_AUDIT_HMAC_SECRET");
        var id = System.getenv("KAFKA_AUDIT_HMAC_KEY_ID");
        return secret == null || secret.isBlank()
                ? null
                : new MaskedValues(new HmacKey(id == null ? "k1" : id, secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** How an answer is written. */
    enum Format {
        text,
        json,
        html
    }
}
