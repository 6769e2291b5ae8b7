package io.github.kafkaaudit.console.web;

import io.github.kafkaaudit.console.source.SourceException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Everything that goes wrong is a sentence with the matching status, as a page or as JSON. */
@ControllerAdvice
class Problems {

    private static final Logger logger = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    Object handle(SourceException problem, HttpServletRequest request) {
        logger.debug("The question has no answer.", problem);
        return answer(status(problem.kind()), String.valueOf(problem.getMessage()), request);
    }

    @ExceptionHandler
    Object handle(NoResourceFoundException problem, HttpServletRequest request) {
        return answer(HttpStatus.NOT_FOUND, "There is no such page.", request);
    }

    @ExceptionHandler
    Object handle(Exception problem, HttpServletRequest request) {
        logger.error("A question failed.", problem);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The console failed to answer; its log says why. Ask again, or ask something else.",
                request);
    }

    private static HttpStatus status(SourceException.Kind kind) {
        return switch (kind) {
            case BAD_QUESTION -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case DENIED, UNAVAILABLE -> HttpStatus.BAD_GATEWAY;
            case TOO_SLOW -> HttpStatus.GATEWAY_TIMEOUT;
        };
    }

    private static Object answer(HttpStatus status, String sentence, HttpServletRequest request) {
        if (request.getRequestURI().startsWith("/api/")) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("error", sentence));
        }
        var page = new ModelAndView("error", Map.of("sentence", sentence));
        page.setStatus(status);
        page.addObject("page", "error");
        page.addObject("suffix", "");
        page.addObject("loggedIn", request.getUserPrincipal() != null);
        var language =
                request.getParameter("lang") == null ? request.getLocale().getLanguage() : request.getParameter("lang");
        page.addObject("lang", "ko".equals(language) ? Locale.KOREAN.getLanguage() : Locale.ENGLISH.getLanguage());
        return page;
    }
}
