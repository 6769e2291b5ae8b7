package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.sample.ats.AtsApplication;
import io.github.kafkaaudit.sample.jobda.JobdaApplication;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The services of this process, each with a context, a configuration file and a name of its own. */
final class Services implements AutoCloseable {

    private static final Map<String, Class<?>> APPLICATIONS = applications();

    private final Map<String, ConfigurableApplicationContext> contexts = new LinkedHashMap<>();

    private Services() {}

    /**
     * Starts the named services.
     *
     * @param names which services
     * @param bootstrapServers the broker's address; null to take what the services' settings say
     * @param args the command line, which all services get
     */
    static Services start(Set<String> names, @Nullable String bootstrapServers, String... args) {
        var services = new Services();
        try {
            APPLICATIONS.forEach((name, application) -> {
                if (names.contains(name)) {
                    services.contexts.put(name, start(name, application, bootstrapServers, args));
                }
            });
            return services;
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    @Nullable ConfigurableApplicationContext get(String name) {
        return contexts.get(name);
    }

    @Override
    public void close() {
        contexts.values().forEach(ConfigurableApplicationContext::close);
    }

    /** The sample closes the contexts itself, before the servers that they use. */
    private static ConfigurableApplicationContext start(
            String name, Class<?> application, @Nullable String bootstrapServers, String... args) {
        var arguments = bootstrapServers == null
                ? args
                : Stream.concat(Arrays.stream(args), Stream.of("--spring.kafka.bootstrap-servers=" + bootstrapServers))
                        .toArray(String[]::new);
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=" + name)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(arguments);
    }

    /** The publisher first: its topic is there when the consumer asks for it. */
    private static Map<String, Class<?>> applications() {
        Map<String, Class<?>> applications = new LinkedHashMap<>();
        applications.put("ats", AtsApplication.class);
        applications.put("jobda", JobdaApplication.class);
        return applications;
    }
}
