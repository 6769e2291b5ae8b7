package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.embedded.EmbeddedServerException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the servers, then the services, tells the story and settles it from the audit trail.
 *
 * <p>Ends with 0 when every verdict was the expected one, and with 1 otherwise.
 */
public final class SampleApplication implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(SampleApplication.class);

    private final SampleSettings settings;
    private final String[] args;
    private final Console console;
    private @Nullable Servers servers;
    private @Nullable Services services;
    private @Nullable WebConsole web;

    private SampleApplication(SampleSettings settings, Console console, String... args) {
        this.settings = settings;
        this.console = console;
        this.args = args.clone();
    }

    /** Runs the sample with the settings of the command line. */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        var console = new Console(out, ZoneId.systemDefault());
        try (var sample = new SampleApplication(SampleSettings.of(args), console, args)) {
            Runtime.getRuntime().addShutdownHook(new Thread(sample::close, "sample-shutdown"));
            return sample.run();
        } catch (SampleException | EmbeddedServerException e) {
            err.println(e.getMessage());
        } catch (RuntimeException e) {
            logger.error("The sample failed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private int run() throws InterruptedException {
        console.line("Kafka Audit: two services, one topic, four acts");
        console.line("");
        start();
        var ats = services == null ? null : services.get("ats");
        if (ats == null || servers == null) {
            console.line("jobda is running, until Ctrl-C; the story is told where ats runs.");
            new CountDownLatch(1).await();
            return 0;
        }
        console.line("");
        var story = new Story(Acts.of(ats), new AuditSearch(servers.elasticsearch()), settings.timeout());
        var settled = story.play(console);
        console.line("");
        console.line("What Elasticsearch knows about it (" + servers.elasticsearchUrl() + "):");
        console.settled(settled, web);
        var code = settled.stream().allMatch(Story.Settled::isAsExpected) ? 0 : 1;
        if (!settings.exit()) {
            console.line("");
            new Questions(servers.elasticsearchUrl(), settings.elasticsearch())
                    .about(settled)
                    .forEach(console::line);
            new CountDownLatch(1).await();
        }
        return code;
    }

    private synchronized void start() {
        var began = System.nanoTime();
        String bootstrapServers = null;
        if (settings.embedded()) {
            var stack = SampleSettings.bind("embedded", EmbeddedSettings.class, args)
                    .start();
            servers = Servers.embedded(stack);
            bootstrapServers = stack.bootstrapServers();
            console.line("Kafka (%s) and Elasticsearch (%s) run in this JVM, after %s."
                    .formatted(bootstrapServers, stack.elasticsearchUrl(), since(began)));
            began = System.nanoTime();
        } else {
            servers = Servers.external(settings.elasticsearch());
        }
        if (settings.console().enabled() && !settings.exit()) {
            web = WebConsole.start(settings.console().port(), servers.elasticsearchUrl(), settings.elasticsearch());
        }
        services = Services.start(settings.services(), bootstrapServers, args);
        var names = settings.services().stream().sorted().toList();
        console.line((names.size() == 1 ? "The service " : "The services ") + String.join(" and ", names)
                + (names.size() == 1 ? " runs" : " run") + ", after " + since(began) + ".");
        if (web != null) {
            console.line("The console serves " + web.address() + ".");
        }
    }

    /** The services end before the servers that they use; also on Ctrl-C, where this runs in the shutdown hook. */
    @Override
    public synchronized void close() {
        try {
            if (services != null) {
                services.close();
                services = null;
            }
            if (web != null) {
                web.close();
                web = null;
            }
        } finally {
            if (servers != null) {
                servers.close();
                servers = null;
            }
        }
    }

    private static String since(long began) {
        return "%.1f s".formatted(Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    }
}
