package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.source.SourceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands. They end with 0 as it should be, 2 a finding, 3 an incomplete trail, 1 an error. */
@Command(
        name = "audit-console",
        description = "Asks the audit trail of Kafka Audit.",
        footer = "%nExit codes: 0 as it should be, 2 a finding, 3 the trail is incomplete, 1 an error.",
        exitCodeOnInvalidInput = 1,
        mixinStandardHelpOptions = true,
        subcommands = {
            AskCommand.class,
            DuplicatesCommand.class,
            NotConsumedCommand.class,
            CompletenessCommand.class,
            ExportCommand.class,
            ServeCommand.class
        })
public final class ConsoleCommand implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(ConsoleCommand.class);

    private ConsoleCommand() {}

    /** Runs a command line on the standard streams. */
    public static int run(String... args) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
    }

    /** Runs a command line. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ConsoleCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, err))
                .execute(args);
    }

    @Override
    public void run() {
        throw new SourceException(
                SourceException.Kind.BAD_QUESTION,
                "Name a command: ask, duplicates, not-consumed, completeness, export or serve; --help shows more.");
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof SourceException) {
            err.println(failure.getMessage());
            logger.debug("The question has no answer.", failure);
        } else {
            err.println("The console failed: " + failure + ". Its log at level DEBUG says where.");
            logger.debug("The console failed.", failure);
        }
        return 1;
    }
}
