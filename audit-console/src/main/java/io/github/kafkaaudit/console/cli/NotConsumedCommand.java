package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.answer.Inquiry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "not-consumed",
        description = "Lists the messages that a group which reads the topic has not consumed.",
        exitCodeOnInvalidInput = 1,
        mixinStandardHelpOptions = true)
final class NotConsumedCommand implements Callable<Integer> {

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
        try (var events = source.open(terminal)) {
            var listing = new Inquiry(events).notConsumed(period, options.filters(), options.limit());
            return new ListingOutput(terminal, options).write(listing);
        }
    }
}
