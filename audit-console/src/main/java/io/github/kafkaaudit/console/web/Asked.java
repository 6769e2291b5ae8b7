package io.github.kafkaaudit.console.web;

import org.jspecify.annotations.Nullable;

/**
 * What an address asks; everything is in it, so that it can be shared.
 *
 * @param q the question
 * @param since from when on
 * @param until until when
 * @param service which service
 * @param topic which topic
 * @param group which group
 * @param zone the time zone
 * @param lang the language
 */
public record Asked(
        @Nullable String q,
        @Nullable String since,
        @Nullable String until,
        @Nullable String service,
        @Nullable String topic,
        @Nullable String group,
        @Nullable String zone,
        @Nullable String lang) {

    @Nullable String orNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
