package io.github.kafkaaudit.sidebyside;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.kafkaaudit.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;

/** The broker, the collector, and the applications one after another. */
public final class SideBySide {

    private final Options options;
    private final Results results = new Results();

    SideBySide(Options options) {
        this.options = options;
    }

    /**
     * Compares and prints.
     *
     * @param arguments see {@link Options#USAGE}
     */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        // Admin clients and consumers list all their settings otherwise.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Results results = new SideBySide(Options.of(arguments)).run();
        System.out.println();
        System.out.println(results.comparison());
        System.out.println();
        System.out.println(results.threads());
    }

    Results run() throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(options.output());
        try (EmbeddedKafka broker = EmbeddedKafka.builder()
                        .properties(Map.of(
                                "auto.create.topics.enable", "false",
                                // What one round wrote must not stay for the next one.
                                "log.segment.delete.delay.ms", "1000"))
                        .build();
                SpanCollector collector = new SpanCollector()) {
            broker.start();
            int number = 0;
            if (options.rounds() > 1) {
                System.out.println("warming the broker");
                new Round(options, broker, collector, Variant.NONE, number++).run(false);
            }
            for (int round = 0; round < options.rounds(); round++) {
                for (int i = 0; i < options.variants().size(); i++) {
                    // Each comes first once, so that none always follows the same one.
                    Variant variant = options.variants()
                            .get((i + round) % options.variants().size());
                    run(new Round(options, broker, collector, variant, number++), variant, round);
                }
            }
        }
        Files.writeString(options.output().resolve("figures.csv"), results.csv());
        return results;
    }

    private void run(Round round, Variant variant, int index)
            throws IOException, InterruptedException, ExecutionException {
        boolean profiled = options.profile() && index == 0;
        Map<String, Double> figures = round.run(profiled);
        results.add(variant, figures);
        System.out.printf(
                Locale.ROOT,
                "round %d %-18s %,8.0f messages/s %6.2f µs CPU  %5.2f µs in send  %5.2f µs per record  %s%n",
                index + 1,
                variant.label(),
                figures.get("throughput"),
                figures.get("cpu"),
                figures.get("send"),
                figures.get("record"),
                delivery(figures));
        if (profiled) {
            Path recording = round.recording();
            System.out.println(ProfileReport.of(recording));
            System.out.println("More with: jfr print --events ExecutionSample " + recording
                    + "; with a JDK 21 or later: jfr view hot-methods " + recording);
        }
    }

    private static String delivery(Map<String, Double> figures) {
        StringBuilder text = new StringBuilder();
        if (figures.containsKey("arrived")) {
            text.append(String.format(Locale.ROOT, "%.2f %% arrived", 100 * figures.get("arrived")));
        }
        for (String figure : List.of("spooled", "lost")) {
            if (figures.getOrDefault(figure, 0.0) > 0) {
                text.append(String.format(Locale.ROOT, ", %,.0f %s", figures.get(figure), figure));
            }
        }
        return text.toString();
    }
}
