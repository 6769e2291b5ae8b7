package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.source.ElasticsearchSettings;
import io.github.kafkaaudit.console.source.ElasticsearchSource;
import io.github.kafkaaudit.console.source.EventSource;
import io.github.kafkaaudit.console.source.FileSource;
import io.github.kafkaaudit.console.source.Progress;
import io.github.kafkaaudit.console.source.TopicSource;
import io.github.kafkaaudit.payload.MaskedValues;
import io.github.kafkaaudit.policy.HmacKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The web page. It is an application of its own: nothing of it is an auto-configuration, so nobody gets it by a
 * dependency.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(ConsoleProperties.class)
@Import({ConsoleSecurity.class, Pages.class, Api.class, Problems.class, PageModel.class, Questions.class, Links.class})
public class ConsoleWeb {

    /** The port where nothing else is said. */
    public static final int PORT = 8390;

    ConsoleWeb() {}

    /**
     * Starts the page.
     *
     * @param settings settings that win over those of files and the environment
     * @param args the command line, such as {@code --server.port=8390}
     */
    public static ConfigurableApplicationContext start(Map<String, ?> settings, String... args) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("server.address", "127.0.0.1");
        defaults.put("server.port", PORT);
        defaults.put("server.servlet.session.cookie.same-site", "lax");
        defaults.put("server.error.whitelabel.enabled", false);
        defaults.put("spring.config.name", "audit-console");
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.messages.basename", Words.BUNDLE.replace('/', '.'));
        defaults.put("spring.messages.fallback-to-system-locale", false);
        defaults.put("spring.thymeleaf.check-template-location", false);
        defaults.put("spring.web.resources.add-mappings", true);
        // Beside services on one class path, as in the sample, their starter must not audit the console.
        defaults.put("kafka.audit.enabled", false);
        defaults.putAll(settings);
        var application = new SpringApplicationBuilder(ConsoleWeb.class)
                .web(WebApplicationType.SERVLET)
                .properties(defaults)
                .logStartupInfo(false)
                .build();
        application.setRegisterShutdownHook(!settings.containsKey("console.embedded"));
        return run(application, args);
    }

    /** Returns the address of a page that was started, for a browser on the same machine. */
    public static String address(ConfigurableApplicationContext console) {
        return "http://localhost:" + console.getEnvironment().getProperty("local.server.port");
    }

    private static ConfigurableApplicationContext run(SpringApplication application, String... args) {
        return application.run(args);
    }

    @Bean(destroyMethod = "close")
    EventSource eventSource(ConsoleProperties settings) {
        var elasticsearch = settings.elasticsearch();
        return switch (settings.source()) {
            case ELASTICSEARCH ->
                new ElasticsearchSource(new ElasticsearchSettings(
                        elasticsearch.url(),
                        elasticsearch.index(),
                        elasticsearch.user(),
                        elasticsearch.password(),
                        elasticsearch.apiKey(),
                        elasticsearch.caCertificate(),
                        elasticsearch.timeout()));
            case TOPIC ->
                new TopicSource(
                        settings.topic().bootstrapServers(),
                        settings.topic().name(),
                        settings.topic().properties(),
                        Progress.NONE);
            case FILES -> new FileSource(settings.files(), Progress.NONE);
        };
    }

    @Bean
    Inquiry inquiry(EventSource source) {
        return new Inquiry(source);
    }

    @Bean
    QuestionParser questionParser(ConsoleProperties settings) {
        return new QuestionParser(maskedValues(settings));
    }

    @Bean
    LocaleResolver localeResolver() {
        return new PageModel.AddressLocaleResolver();
    }

    @Bean
    ResourceBundleMessageSource messageSource() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename(Words.BUNDLE.replace('/', '.'));
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    private static @Nullable MaskedValues maskedValues(ConsoleProperties settings) {
        var secret = settings.hmacSecret();
        return secret == null || secret.isBlank()
                ? null
                : new MaskedValues(new HmacKey(settings.hmacKeyId(), secret.getBytes(StandardCharsets.UTF_8)));
    }
}
