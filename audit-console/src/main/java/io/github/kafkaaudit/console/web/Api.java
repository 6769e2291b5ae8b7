package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.answer.AnswerJson;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same answers as JSON. */
@RestController
@RequestMapping(path = "/api", produces = MediaType.APPLICATION_JSON_VALUE)
class Api {

    private static final int MOST = 1_000;

    private final Questions questions;

    Api(Questions questions) {
        this.questions = questions;
    }

    @GetMapping("/ask")
    String ask(@ModelAttribute Asked asked, HttpServletRequest request) {
        return AnswerJson.text(AnswerJson.of(questions.ask(asked, request.getUserPrincipal()), true));
    }

    @GetMapping("/duplicates")
    String duplicates(
            @ModelAttribute Asked asked, @RequestParam(defaultValue = "100") int limit, HttpServletRequest request) {
        var period = questions.period(asked);
        return AnswerJson.text(AnswerJson.listing(questions.answer(
                "duplicates",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.duplicates(period, questions.filters(asked), within(limit)))));
    }

    @GetMapping("/not-consumed")
    String notConsumed(
            @ModelAttribute Asked asked, @RequestParam(defaultValue = "100") int limit, HttpServletRequest request) {
        var period = questions.period(asked);
        return AnswerJson.text(AnswerJson.listing(questions.answer(
                "not consumed",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.notConsumed(period, questions.filters(asked), within(limit)))));
    }

    @GetMapping("/dead-letters")
    String deadLetters(
            @ModelAttribute Asked asked, @RequestParam(defaultValue = "100") int limit, HttpServletRequest request) {
        var period = questions.period(asked);
        return AnswerJson.text(AnswerJson.events(questions
                .answer(
                        "dead letters",
                        asked,
                        request.getUserPrincipal(),
                        inquiry -> inquiry.deadLetters(period, questions.filters(asked), within(limit)))
                .events()));
    }

    @GetMapping("/completeness")
    String completeness(@ModelAttribute Asked asked, HttpServletRequest request) {
        var period = questions.period(asked);
        var service = asked.orNull(asked.service());
        return AnswerJson.text(AnswerJson.lives(questions.answer(
                "completeness",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.completeness(period, service == null ? Set.of() : Set.of(service)))));
    }

    private static int within(int limit) {
        return Math.max(1, Math.min(MOST, limit));
    }
}
