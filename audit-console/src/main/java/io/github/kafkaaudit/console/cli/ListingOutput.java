package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.answer.AnswerJson;
import io.github.kafkaaudit.console.answer.Listing;
import io.github.kafkaaudit.console.source.SourceException;

/** Writes listings, which are no pages. */
final class ListingOutput {

    private final Terminal terminal;
    private final QuestionOptions options;

    ListingOutput(Terminal terminal, QuestionOptions options) {
        this.terminal = terminal;
        this.options = options;
    }

    int write(Listing listing) {
        switch (options.format()) {
            case json -> terminal.print(AnswerJson.text(AnswerJson.listing(listing)));
            case text -> new TextAnswer(terminal, options.words().zone()).write(listing);
            case html -> throw noPage();
        }
        return listing.ending().exitCode();
    }

    static SourceException noPage() {
        return new SourceException(
                SourceException.Kind.BAD_QUESTION,
                "A list is no page: write --format text or json, or ask for one message with --format html.");
    }
}
