package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.Times;
import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.answer.Answer;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.source.Filters;
import io.github.kafkaaudit.console.source.Period;
import io.github.kafkaaudit.console.source.SourceException;
import java.security.Principal;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers what addresses ask: within limits, a few at a time, and each with a line in the log. */
@Component
class Questions {

    private static final Logger logger = LoggerFactory.getLogger("io.github.kafkaaudit.console.questions");
    private static final int WAIT_SECONDS = 10;

    private final Inquiry inquiry;
    private final QuestionParser parser;
    private final ConsoleProperties settings;
    private final Semaphore places;

    Questions(Inquiry inquiry, QuestionParser parser, ConsoleProperties settings) {
        this.inquiry = inquiry;
        this.parser = parser;
        this.settings = settings;
        places = new Semaphore(Math.max(1, settings.concurrentQuestions()), true);
    }

    Answer ask(Asked asked, @Nullable Principal who) {
        var question = parser.parse(asked.q() == null ? "" : asked.q(), period(asked), filters(asked));
        return answer("ask", asked, who, questions -> questions.ask(question));
    }

    <T> T answer(String what, Asked asked, @Nullable Principal who, Function<Inquiry, T> question) {
        var began = System.nanoTime();
        var ended = "refused";
        try {
            if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SourceException(
                        SourceException.Kind.TOO_SLOW,
                        settings.concurrentQuestions()
                                + " questions are being answered already: ask again in a moment.");
            }
            try {
                ended = "failed";
                var answer = question.apply(inquiry);
                ended = "answered";
                return answer;
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(SourceException.Kind.UNAVAILABLE, "The console is being stopped.", e);
        } finally {
            logger.info(
                    "{} asked for {}: {} since {} until {} (service {}, topic {}, group {}); {} after {} ms",
                    who == null ? "anybody" : line(who.getName()),
                    what,
                    line(asked.q()),
                    line(asked.since()),
                    line(asked.until()),
                    line(asked.service()),
                    line(asked.topic()),
                    line(asked.group()),
                    ended,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }

    Period period(Asked asked) {
        var period = Times.period(asked.since(), asked.until(), inquiry.now(), zone(asked));
        if (period.since().plus(settings.longestRange()).plusSeconds(60).isBefore(period.until())) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION,
                    "The time range is longer than " + settings.longestRange().toDays()
                            + " days: ask for a shorter one, or set console.longest-range.");
        }
        return period;
    }

    Filters filters(Asked asked) {
        return new Filters(
                asked.orNull(asked.service()), asked.orNull(asked.topic()), asked.orNull(asked.group()), Set.of());
    }

    Words words(Asked asked, Locale preferred) {
        var language = asked.lang() == null || asked.lang().isBlank() ? preferred.getLanguage() : asked.lang();
        return new Words(language.equals("ko") ? Locale.KOREAN : Locale.ENGLISH, zone(asked));
    }

    private ZoneId zone(Asked asked) {
        return Times.zone(asked.orNull(asked.zone()) == null ? settings.zone() : asked.zone());
    }

    /** One line, whatever was typed. */
    private static String line(@Nullable String value) {
        return value == null || value.isBlank()
                ? "-"
                : value.substring(0, Math.min(value.length(), 200)).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
