package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.answer.AnswerJson;
import io.github.kafkaaudit.console.answer.Ending;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.verdict.TrailLife;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completeness",
        description = "Says for each life of each service's trail whether events are missing.",
        exitCodeOnInvalidInput = 1,
        mixinStandardHelpOptions = true)
final class CompletenessCommand implements Callable<Integer> {

    @Mixin
    private QuestionOptions options = new QuestionOptions();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var terminal = new Terminal(spec);
        var period = options.period();
        var service = options.service();
        try (var events = source.open(terminal)) {
            var lives = new Inquiry(events).completeness(period, service == null ? Set.of() : Set.of(service));
            switch (options.format()) {
                case json -> terminal.print(AnswerJson.text(AnswerJson.lives(lives)));
                case text -> new TextAnswer(terminal, options.words().zone()).write(lives);
                case html -> throw ListingOutput.noPage();
            }
            return (lives.stream().allMatch(TrailLife::isWithoutGap) ? Ending.AS_IT_SHOULD_BE : Ending.INCOMPLETE)
                    .exitCode();
        }
    }
}
