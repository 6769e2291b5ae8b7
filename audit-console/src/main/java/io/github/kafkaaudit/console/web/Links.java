package io.github.kafkaaudit.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Addresses of other tools, by templates from the settings. */
@Component("consoleLinks")
public final class Links {

    private final ConsoleProperties settings;

    Links(ConsoleProperties settings) {
        this.settings = settings;
    }

    /** Returns the address of a trace; null where no template is set. */
    public @Nullable String trace(String trace) {
        return filled(settings.traceUrl(), "{trace}", trace);
    }

    /** Returns the address of a query in Kibana; null where no template is set. */
    public @Nullable String kibana(String query) {
        return filled(settings.kibanaUrl(), "{q}", query);
    }

    private static @Nullable String filled(@Nullable String template, String place, String value) {
        return template == null || !template.matches("https?://.*")
                ? null
                : template.replace(
                        place, URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}
