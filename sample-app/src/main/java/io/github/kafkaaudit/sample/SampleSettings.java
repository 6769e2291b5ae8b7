package io.github.kafkaaudit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings {@code sample.*}, from the command line, system properties and environment variables.
 *
 * @param exit Whether the sample ends after the story, with 0 when every verdict is the expected one.
 * @param embedded Whether Kafka and Elasticsearch are started in this JVM; otherwise spring.kafka.bootstrap-servers and
 *     sample.elasticsearch.url say where they are.
 * @param services Which of the two services run in this process; the story is told where ats runs.
 * @param console The web page that the story can be asked on.
 * @param timeout How long the events of the story may take to arrive in Elasticsearch.
 * @param elasticsearch Where Elasticsearch is when it is not embedded.
 */
record SampleSettings(
        @DefaultValue("false") boolean exit,
        @DefaultValue("true") boolean embedded,
        @DefaultValue({"ats", "jobda"}) Set<String> services,
        @DefaultValue Console console,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue Elasticsearch elasticsearch) {

    private static final Set<String> SERVICES = Set.of("ats", "jobda");

    SampleSettings {
        services = Set.copyOf(services);
        if (services.isEmpty() || !SERVICES.containsAll(services)) {
            throw new SampleException("sample.services is " + services + "; it can name ats and jobda.", null);
        }
    }

    static SampleSettings of(String... args) {
        return bind("sample", SampleSettings.class, args);
    }

    static <T> T bind(String prefix, Class<T> type, String... args) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigurationPropertySources.attach(environment);
        try {
            return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type));
        } catch (BindException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause instanceof SampleException sentence
                    ? sentence
                    : new SampleException(e.getMessage() + ": " + cause.getMessage(), e);
        }
    }

    /**
     * Where Elasticsearch is when it is not embedded.
     *
     * @param url Its address.
     * @param user Name of a user who may read the audit trail.
     * @param password The user's password.
     * @param caCertificate File with the certificate of the authority that signed Elasticsearch's, in PEM form.
     */
    record Elasticsearch(
            @DefaultValue("http://localhost:9200") String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable Path caCertificate) {}

    /**
     * The web page that the story can be asked on.
     *
     * @param enabled Whether it is started, where the sample goes on running.
     * @param port Its port on loopback; 0 for any free one.
     */
    record Console(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("8390") int port) {}
}
