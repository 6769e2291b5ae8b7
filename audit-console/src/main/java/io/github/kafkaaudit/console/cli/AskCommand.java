package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.answer.AnswerJson;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.view.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ask",
        description = "Says how often a message was published and what became of it.",
        exitCodeOnInvalidInput = 1,
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "QUESTION",
            description = "A value such as an applicant's id, field:value, a business key, topic/partition/offset, or a"
                    + " message id.")
    private String text = "";

    @Mixin
    private QuestionOptions options = new QuestionOptions();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var terminal = new Terminal(spec);
        var question =
                new QuestionParser(QuestionOptions.maskedValues()).parse(text, options.period(), options.filters());
        try (var events = source.open(terminal)) {
            var answer = new Inquiry(events).ask(question);
            switch (options.format()) {
                case json -> terminal.print(AnswerJson.text(AnswerJson.of(answer, true)));
                case html -> terminal.print(Report.html(answer, options.words()));
                case text -> new TextAnswer(terminal, options.words().zone()).write(answer);
            }
            return answer.ending().exitCode();
        }
    }
}
