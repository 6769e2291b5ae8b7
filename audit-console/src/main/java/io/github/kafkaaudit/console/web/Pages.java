package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.Words;
import io.github.kafkaaudit.console.evidence.EvidencePack;
import io.github.kafkaaudit.console.picture.TrafficGraph;
import io.github.kafkaaudit.console.view.AnswerView;
import io.github.kafkaaudit.console.view.MessageView;
import io.github.kafkaaudit.verdict.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The pages. */
@Controller
class Pages {

    private static final int MOST = 100;
    private static final String TODAY = "24h";

    private final Questions questions;
    private final PageModel pageModel;

    Pages(Questions questions, PageModel pageModel) {
        this.questions = questions;
        this.pageModel = pageModel;
    }

    @GetMapping({"/", "/ask"})
    String ask(@ModelAttribute Asked asked, Model model, HttpServletRequest request) {
        var words = pageModel.fill(model, asked, "ask", request);
        if (asked.q() != null && !asked.q().isBlank()) {
            var answer = questions.ask(asked, request.getUserPrincipal());
            model.addAttribute("answer", AnswerView.of(answer, words));
            model.addAttribute("query", request.getQueryString());
        }
        return "ask";
    }

    @GetMapping("/evidence.zip")
    void evidence(@ModelAttribute Asked asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var words = questions.words(asked, request.getLocale());
        var answer = questions.ask(asked, request.getUserPrincipal());
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"evidence.zip\"");
        EvidencePack.write(answer, words, response.getOutputStream());
    }

    @GetMapping("/overview")
    String overview(@ModelAttribute Asked given, Model model, HttpServletRequest request) {
        var asked = today(given);
        var words = pageModel.fill(model, asked, "overview", request);
        var period = questions.period(asked);
        var traffic =
                questions.answer("overview", asked, request.getUserPrincipal(), inquiry -> inquiry.traffic(period));
        model.addAttribute("traffic", traffic);
        model.addAttribute("graph", TrafficGraph.of(traffic, words));
        model.addAttribute("isCut", TrafficGraph.isCut(traffic));
        model.addAttribute("mostTopics", TrafficGraph.MOST_TOPICS);
        return "overview";
    }

    @GetMapping("/duplicates")
    String duplicates(@ModelAttribute Asked given, Model model, HttpServletRequest request) {
        var asked = today(given);
        var words = pageModel.fill(model, asked, "duplicates", request);
        var period = questions.period(asked);
        var listing = questions.answer(
                "duplicates",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.duplicates(period, questions.filters(asked), MOST));
        return listing(model, listing.verdicts(), listing.cut(), listing.remarks(), words);
    }

    @GetMapping("/not-consumed")
    String notConsumed(@ModelAttribute Asked given, Model model, HttpServletRequest request) {
        var asked = today(given);
        var words = pageModel.fill(model, asked, "not-consumed", request);
        var period = questions.period(asked);
        var listing = questions.answer(
                "not consumed",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.notConsumed(period, questions.filters(asked), MOST));
        return listing(model, listing.verdicts(), listing.cut(), listing.remarks(), words);
    }

    @GetMapping("/dead-letters")
    String deadLetters(@ModelAttribute Asked given, Model model, HttpServletRequest request) {
        var asked = today(given);
        var words = pageModel.fill(model, asked, "dead-letters", request);
        var period = questions.period(asked);
        var found = questions.answer(
                "dead letters",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.deadLetters(period, questions.filters(asked), MOST));
        model.addAttribute(
                "rows",
                found.events().stream()
                        .map(event -> MessageView.event(event, words))
                        .toList());
        model.addAttribute("cut", found.cut());
        model.addAttribute("remarks", found.remarks());
        return "dead-letters";
    }

    @GetMapping("/gaps")
    String gaps(@ModelAttribute Asked given, Model model, HttpServletRequest request) {
        var asked = today(given);
        var words = pageModel.fill(model, asked, "gaps", request);
        var period = questions.period(asked);
        var service = asked.orNull(asked.service());
        var lives = questions.answer(
                "gaps",
                asked,
                request.getUserPrincipal(),
                inquiry -> inquiry.completeness(period, service == null ? Set.of() : Set.of(service)));
        model.addAttribute("lives", lives);
        model.addAttribute(
                "gaps",
                lives.stream()
                        .flatMap(life -> life.gaps().stream())
                        .map(gap -> MessageView.gap(gap, words))
                        .toList());
        return "gaps";
    }

    private static String listing(Model model, List<Verdict> verdicts, boolean cut, List<String> remarks, Words words) {
        model.addAttribute(
                "rows",
                verdicts.stream()
                        .map(verdict -> new Row(
                                words.headline(verdict),
                                verdict.isIncomplete() ? "unknown" : "finding",
                                question(verdict),
                                verdict.businessKey() == null ? question(verdict) : verdict.businessKey(),
                                verdict.topic(),
                                verdict.sentence(words.zone())))
                        .toList());
        model.addAttribute("cut", cut);
        model.addAttribute("remarks", remarks);
        return "listing";
    }

    /** A question that finds the message again. */
    private static String question(Verdict verdict) {
        if (verdict.businessKey() != null) {
            return "business-key:\"" + verdict.businessKey() + "\"";
        }
        return verdict.publications().stream()
                .flatMap(publication -> publication.coordinates().stream())
                .findFirst()
                .orElse("");
    }

    /** Lists are about the last day, where nothing else is said. */
    private static Asked today(Asked asked) {
        return asked.since() != null && !asked.since().isBlank()
                ? asked
                : new Asked(
                        asked.q(),
                        TODAY,
                        asked.until(),
                        asked.service(),
                        asked.topic(),
                        asked.group(),
                        asked.zone(),
                        asked.lang());
    }

    /**
     * One message of a list.
     *
     * @param headline the verdict in a few words
     * @param tone finding or unknown
     * @param question finds it again
     * @param name what it is called
     * @param topic its topic
     * @param sentence the verdict
     */
    public record Row(
            String headline,
            String tone,
            String question,
            String name,
            @Nullable String topic,
            String sentence) {}
}
