package io.github.kafkaaudit.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * The same as {@link EncoderBenchmark} in CPU time of the thread instead of elapsed time, for machines that are busy
 * with something else.
 */
public final class EncoderCpuTime {

    private static final int ROUNDS = 12;
    private static final int EVENTS = 100_000;

    private EncoderCpuTime() {}

    /**
     * Prints one line per way of masking.
     *
     * @param arguments the ways of masking, all if there are none
     */
    public static void main(String[] arguments) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (String masking : arguments.length == 0 ? List.of("none", "marker", "hmac") : List.of(arguments)) {
            EncoderBenchmark benchmark = EncoderBenchmark.of(masking);
            double best = Double.MAX_VALUE;
            long written = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < EVENTS; i++) {
                    written += (i & 1) == 0
                            ? benchmark.produce().json().length
                            : benchmark.consume().json().length;
                }
                best = Math.min(best, (double) (threads.getCurrentThreadCpuTime() - start) / EVENTS);
            }
            System.out.printf(
                    "masking %-6s  %.2f us CPU per event, %,.0f events per CPU second, %,d bytes per document%n",
                    masking, best / 1000, 1e9 / best, written / ROUNDS / EVENTS);
        }
    }
}
