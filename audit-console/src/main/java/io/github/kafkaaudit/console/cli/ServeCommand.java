package io.github.kafkaaudit.console.cli;

import io.github.kafkaaudit.console.source.SourceException;
import io.github.kafkaaudit.console.web.ConsoleStartException;
import io.github.kafkaaudit.console.web.ConsoleWeb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "serve",
        description = {
            "Serves the web page, on http://127.0.0.1:" + ConsoleWeb.PORT + ".",
            "Its settings are Spring Boot's: --server.port=…, --console.elasticsearch.url=…, or audit-console.yml."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try {
            var context = ConsoleWeb.start(Map.of(), settings.toArray(String[]::new));
            new Terminal(spec).print("The console serves " + ConsoleWeb.address(context) + " until Ctrl-C.");
            new CountDownLatch(1).await();
            return 0;
        } catch (RuntimeException e) {
            throw explained(e);
        }
    }

    private static RuntimeException explained(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException port) {
                return new SourceException(
                        SourceException.Kind.UNAVAILABLE,
                        "The port " + port.getPort() + " is in use: choose another one with --server.port.",
                        failure);
            }
            if (cause instanceof ConsoleStartException || cause instanceof SourceException) {
                return new SourceException(
                        SourceException.Kind.BAD_QUESTION, String.valueOf(cause.getMessage()), failure);
            }
        }
        return failure;
    }
}
