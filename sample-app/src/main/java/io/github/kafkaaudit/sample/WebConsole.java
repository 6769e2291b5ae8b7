package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.console.web.ConsoleWeb;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The web page of the audit console, in this JVM.
 *
 * @param context the page
 */
record WebConsole(ConfigurableApplicationContext context) implements AutoCloseable {

    static WebConsole start(int port, String elasticsearchUrl, SampleSettings.Elasticsearch external) {
        Map<String, Object> settings = new HashMap<>();
        // The sample ends it itself, before the servers that it asks.
        settings.put("console.embedded", true);
        settings.put("server.port", port);
        settings.put("console.elasticsearch.url", elasticsearchUrl);
        put(settings, "console.elasticsearch.user", external.user());
        put(settings, "console.elasticsearch.password", external.password());
        put(settings, "console.elasticsearch.ca-certificate", external.caCertificate());
        try {
            return new WebConsole(ConsoleWeb.start(settings));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException) {
                    throw new SampleException(
                            "Port " + port + " is taken; set sample.console.port to a free port, or to 0 for any.", e);
                }
            }
            throw e;
        }
    }

    String address() {
        return ConsoleWeb.address(context);
    }

    /** Where the page answers for an applicant. */
    String address(String applicantId) {
        return address() + "/ask?q=" + applicantId;
    }

    @Override
    public void close() {
        context.close();
    }

    private static void put(Map<String, Object> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
