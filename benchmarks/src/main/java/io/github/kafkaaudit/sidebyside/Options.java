package io.github.kafkaaudit.sidebyside;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line asks for.
 *
 * @param variants what is compared, in the order of the table
 * @param rounds how often each runs
 * @param messages how many messages a round measures
 * @param warmUp how many go before
 * @param inFlight how many are under way at most
 * @param rate how many are sent per second at most, 0 for as many as possible
 * @param profile whether each variant's first round is recorded by the flight recorder
 * @param output where logs and recordings go
 */
record Options(
        List<Variant> variants,
        int rounds,
        int messages,
        int warmUp,
        int inFlight,
        int rate,
        boolean profile,
        Path output) {

    static final String USAGE = """
            Options, all with a default:
              --variants=none,audited,audited-masked,audited-metadata,hand-written,opentelemetry
                                 also: audited-blocking, opentelemetry-all
              --rounds=5         how often each variant runs, alternating
              --messages=300000  how many messages a round measures
              --warm-up=1200000  how many go before; with less the JIT compilers work during the measured part
              --in-flight=4096   how many are sent and not yet received at most
              --rate=0           how many are sent per second at most; 0 is full speed
              --jfr              profile with the flight recorder and print where the CPU goes; do not take
                                 the times of such a run
              --output=benchmarks/target/side-by-side   logs, recordings, every round's figures""";

    static Options of(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "true");
        }
        Options options = new Options(
                Arrays.stream(take(
                                        given,
                                        "--variants",
                                        "none,audited,audited-masked,audited-metadata,hand-written,opentelemetry")
                                .split(","))
                        .map(Variant::of)
                        .toList(),
                number(given, "--rounds", 5),
                number(given, "--messages", 300_000),
                number(given, "--warm-up", 1_200_000),
                number(given, "--in-flight", 4096),
                number(given, "--rate", 0),
                Boolean.parseBoolean(take(given, "--jfr", "false")),
                Path.of(take(given, "--output", "benchmarks/target/side-by-side")));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Unknown: " + String.join(" ", given.keySet()) + "\n" + USAGE);
        }
        return options;
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(take(given, name, Integer.toString(otherwise)));
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }
}
