package io.github.kafkaaudit.sidebyside.application;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** One warm-up, one measured part, and what is printed about it. */
final class Measurement {

    private static final int WARM_UP_PARTS = 3;
    private static final Duration SAMPLE_EVERY = Duration.ofMillis(10);
    private static final long LOOK_EVERY = 250;
    // The clock of the process goes in steps of 10 ms.
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(12);
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(90);

    private final Load load;
    private final Receiver receiver;
    private final int warmUp;
    private final int messages;
    private final @Nullable String recording;
    private final @Nullable RecorderReport report;

    Measurement(
            Load load,
            Receiver receiver,
            int warmUp,
            int messages,
            @Nullable String recording,
            @Nullable RecorderReport report) {
        this.load = load;
        this.receiver = receiver;
        this.warmUp = warmUp;
        this.messages = messages;
        this.recording = recording;
        this.report = report;
    }

    void run() throws Exception {
        if (recording == null) {
            measure();
            return;
        }
        // Switching the recorder on throws compiled code away, so it is on from the beginning.
        Recording early = startProfile(null);
        try {
            measure();
        } finally {
            early.close();
        }
    }

    private void measure() throws Exception {
        for (int part = 0; part < WARM_UP_PARTS && warmUp > 0; part++) {
            // What was found to be hot is compiled before more is found.
            load.run(warmUp / WARM_UP_PARTS);
            awaitIdle(true);
        }
        printReport("before ");
        System.gc();
        try (Recording profile = recording == null ? null : startProfile(Path.of(recording))) {
            say(MeasuredApplication.BEGIN);
            CpuTimes before = CpuTimes.now();
            long start = System.nanoTime();
            int[] sends = load.run(messages);
            long end = System.nanoTime();
            // What the recorder still has to do belongs to the cost.
            long idle = awaitIdle(false);
            CpuTimes after = CpuTimes.now();
            say(MeasuredApplication.END);
            if (profile != null) {
                profile.stop();
            }
            print(before, after, end - start, Math.max(0, idle - end), sends);
        }
    }

    private void print(CpuTimes before, CpuTimes after, long nanos, long rest, int[] sends) {
        print("throughput", messages * 1e9 / nanos);
        print("cpu", after.since(before) / 1e3 / messages);
        print("compilers", after.compilersSince(before) / 1e3 / messages);
        print("rest", rest / 1e9);
        Arrays.sort(sends);
        print("send", sends[messages / 2] / 1e3);
        print("send-p99", sends[(int) (messages * 0.99)] / 1e3);
        int[] gaps = receiver.gaps();
        Arrays.sort(gaps);
        print("record", gaps[messages / 2] / 1e3);
        after.threadsSince(before).forEach((thread, time) -> print("thread " + thread, time / 1e3 / messages));
        printReport("");
        System.gc();
        System.gc();
        print("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0);
    }

    private void printReport(String prefix) {
        if (report != null) {
            report.figures().forEach((name, value) -> print(prefix + name, value));
        }
    }

    /** Waits until the process, or also its compilers, have nothing to do any more and returns when that began. */
    private static long awaitIdle(boolean compilersToo) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_REST;
        while (true) {
            CpuTimes before = CpuTimes.now();
            long began = System.nanoTime();
            Thread.sleep(LOOK_EVERY);
            CpuTimes after = CpuTimes.now();
            long busy = after.since(before) + (compilersToo ? after.compilersSince(before) : 0);
            if (busy < IDLE) {
                return began;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The process does not come to rest");
            }
        }
    }

    private static Recording startProfile(@Nullable Path destination) throws Exception {
        Recording profile = new Recording(Configuration.getConfiguration("profile"));
        profile.enable("jdk.ExecutionSample").withPeriod(SAMPLE_EVERY);
        profile.enable("jdk.NativeMethodSample").withPeriod(SAMPLE_EVERY);
        if (destination != null) {
            profile.setDestination(destination);
        }
        profile.start();
        return profile;
    }

    private static void print(String name, double value) {
        say(MeasuredApplication.LINE + name + "=" + String.format(Locale.ROOT, "%.4f", value));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
