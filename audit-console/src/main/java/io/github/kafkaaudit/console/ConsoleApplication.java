package io.github.kafkaaudit.console;

import io.github.kafkaaudit.console.cli.ConsoleCommand;

/** The console: {@code java -jar audit-console.jar ask …}, or {@code serve} for the web page. */
public final class ConsoleApplication {

    private ConsoleApplication() {}

    /** Runs the command line, and ends with its exit code. */
    public static void main(String[] args) {
        // Before anything logs. Answers go to the output, so the log goes to the error output, and Spring Boot leaves
        // it so.
        setDefault("logback.configurationFile", "console-logback.xml");
        setDefault("org.springframework.boot.logging.LoggingSystem", "none");
        System.exit(ConsoleCommand.run(args));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
