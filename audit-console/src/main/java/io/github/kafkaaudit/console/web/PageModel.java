package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.UriComponentsBuilder;

/** What every page has: words, the language of the address, and the question as it was asked. */
@Component
class PageModel {

    private final Questions questions;
    private final Links links;

    PageModel(Questions questions, Links links) {
        this.questions = questions;
        this.links = links;
    }

    Words fill(Model model, Asked asked, String page, HttpServletRequest request) {
        var words = questions.words(asked, request.getLocale());
        model.addAttribute("words", words);
        model.addAttribute("lang", words.locale().getLanguage());
        model.addAttribute("asked", asked);
        model.addAttribute("page", page);
        model.addAttribute("links", links);
        model.addAttribute("zone", words.zone().getId());
        model.addAttribute("suffix", suffix(asked));
        model.addAttribute("loggedIn", request.getUserPrincipal() != null);
        return words;
    }

    /** What an address takes along to the next page. */
    private static String suffix(Asked asked) {
        var address = UriComponentsBuilder.newInstance();
        add(address, "since", asked.since());
        add(address, "until", asked.until());
        add(address, "zone", asked.zone());
        add(address, "lang", asked.lang());
        var query = address.encode().build().getQuery();
        return query == null ? "" : query;
    }

    private static void add(UriComponentsBuilder address, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            address.queryParam(name, "{" + name + "}");
            address.uriVariables(Map.of(name, value));
        }
    }

    /** The language is in the address, or what the browser prefers. */
    static final class AddressLocaleResolver extends AcceptHeaderLocaleResolver {

        @Override
        public Locale resolveLocale(HttpServletRequest request) {
            var language = request.getParameter("lang");
            if (language == null || language.isBlank()) {
                language = request.getLocale().getLanguage();
            }
            return language.equals("ko") ? Locale.KOREAN : Locale.ENGLISH;
        }
    }
}
