package io.github.kafkaaudit.console;

import io.github.kafkaaudit.console.cli.ConsoleCommand;

/** The console: {@code java -jar audit-console.jar ask …}, or {@code serve} for the web page. */
public final class ConsoleApplication {

    private ConsoleApplication() {}

    /** Runs the command line, and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(ConsoleCommand.run(args));
    }
}
