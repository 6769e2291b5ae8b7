package io.github.kafkaaudit.console.view;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** An answer as one HTML page that needs nothing else: for a browser, a printer, a ticket. */
public final class Report {

    private static final SpringTemplateEngine ENGINE = engine();

    private Report() {}

    /** Returns the page. */
    public static String html(Answer answer, Words words) {
        var context = new Context(words.locale());
        context.setVariable("answer", AnswerView.of(answer, words));
        context.setVariable("style", style());
        context.setVariable("lang", words.locale().getLanguage());
        return ENGINE.process("report", context);
    }

    private static String style() {
        try (var stream = Report.class.getResourceAsStream("/static/console.css")) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The style of the report cannot be read.", e);
        }
    }

    private static SpringTemplateEngine engine() {
        var resolver = new ClassLoaderTemplateResolver(Report.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        var messages = new ResourceBundleMessageSource();
        messages.setBasename(Words.BUNDLE.replace('/', '.'));
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setTemplateEngineMessageSource(messages);
        return engine;
    }
}
