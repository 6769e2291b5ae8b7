package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.answer.Ending;
import io.github.kafkaaudit.console.answer.Inquiry;
import io.github.kafkaaudit.console.answer.QuestionParser;
import io.github.kafkaaudit.console.evidence.EvidencePack;
import io.github.kafkaaudit.console.evidence.Verification;
import io.github.kafkaaudit.console.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Makes an evidence pack of an answer, or verifies one.",
        exitCodeOnInvalidInput = 1,
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "QUESTION", arity = "0..1", description = "As for ask.")
    private @Nullable String text;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "evidence.zip",
            description = "The pack (${DEFAULT-VALUE}); one that is there is never overwritten.")
    private Path output = Path.of("evidence.zip");

    @Option(names = "--verify", paramLabel = "FILE", description = "Says whether a pack is as it was made.")
    private @Nullable Path pack;

    @Mixin
    private QuestionOptions options = new QuestionOptions();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var terminal = new Terminal(spec);
        if (pack != null) {
            return verify(terminal, pack);
        }
        if (text == null) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION, "Ask for something to export, or name a pack after --verify.");
        }
        if (Files.exists(output)) {
            throw new SourceException(
                    SourceException.Kind.BAD_QUESTION, output + " is there already: name another file with --output.");
        }
        var question =
                new QuestionParser(QuestionOptions.maskedValues()).parse(text, options.period(), options.filters());
        try (var events = source.open(terminal)) {
            var answer = new Inquiry(events).ask(question);
            try (var out = Files.newOutputStream(output)) {
                var sum = EvidencePack.write(answer, options.words(), out);
                terminal.print(output + ": " + answer.events().size() + " events. The SHA-256 of its SHA256SUMS is "
                        + sum + "; note it elsewhere.");
            }
            return answer.ending().exitCode();
        }
    }

    private static int verify(Terminal terminal, Path pack) {
        var verification = Verification.of(pack);
        if (verification.isIntact()) {
            terminal.print(pack + " is as it was made: " + verification.events()
                    + " events. The SHA-256 of its SHA256SUMS" + " is " + verification.sum() + ".");
            return Ending.AS_IT_SHOULD_BE.exitCode();
        }
        terminal.print(pack + " is not as it was made.");
        verification.problems().forEach(problem -> terminal.wrapped("!! ", problem));
        return Ending.FINDING.exitCode();
    }
}
