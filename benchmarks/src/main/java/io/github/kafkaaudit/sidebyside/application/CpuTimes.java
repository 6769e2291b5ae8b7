package io.github.kafkaaudit.sidebyside.application;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of this JVM at one moment, in nanoseconds: of all of it, of its compiler and collector threads (known
 * where Linux's {@code /proc} is), and of every Java thread.
 */
public final class CpuTimes {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long NANOS_PER_TICK = 10_000_000;

    private final long process;
    private final long compilers;
    private final long collectors;
    private final Map<String, Long> threads;

    private CpuTimes(long process, long compilers, long collectors, Map<String, Long> threads) {
        this.process = process;
        this.compilers = compilers;
        this.collectors = collectors;
        this.threads = threads;
    }

    /** Reads the clocks. */
    public static CpuTimes now() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        Map<String, Long> threads = new TreeMap<>();
        for (var info : bean.getThreadInfo(bean.getAllThreadIds())) {
            if (info != null) {
                threads.merge(
                        group(info.getThreadName()), Math.max(0, bean.getThreadCpuTime(info.getThreadId())), Long::sum);
            }
        }
        long compilers = 0;
        long collectors = 0;
        if (Files.isDirectory(TASKS)) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
                for (Path task : tasks) {
                    String name = read(task.resolve("comm"));
                    if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
                        compilers += time(task);
                    } else if (name.startsWith("GC Thread") || name.startsWith("G1 ")) {
                        collectors += time(task);
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("The CPU time of the compiler threads is not known", e);
            }
        }
        return new CpuTimes(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
                compilers,
                collectors,
                threads);
    }

    /** Returns what was used since an earlier moment, without the compilers. */
    public long since(CpuTimes earlier) {
        return process - earlier.process - (compilers - earlier.compilers);
    }

    /** Returns what the compilers used since an earlier moment. */
    public long compilersSince(CpuTimes earlier) {
        return compilers - earlier.compilers;
    }

    /** Returns the same by thread, the collector's together; the rest is the JVM's and that of threads that ended. */
    public Map<String, Long> threadsSince(CpuTimes earlier) {
        Map<String, Long> used = new TreeMap<>();
        long known = 0;
        for (Map.Entry<String, Long> thread : threads.entrySet()) {
            long time = thread.getValue() - earlier.threads.getOrDefault(thread.getKey(), 0L);
            used.put(thread.getKey(), time);
            known += time;
        }
        long collected = collectors - earlier.collectors;
        used.put("garbage collector", collected);
        used.put("rest", Math.max(0, since(earlier) - known - collected));
        return used;
    }

    /** Threads whose names differ by a number only are one. */
    private static String group(String name) {
        return name.replaceAll("[-#0-9]*\\d", "")
                .replaceFirst("^.*KafkaListenerEndpointContainer.*|^measured.*", "listener");
    }

    private static long time(Path task) throws IOException {
        Path precise = task.resolve("schedstat");
        if (Files.isReadable(precise)) {
            return Long.parseLong(read(precise).split(" ", 2)[0]);
        }
        String stat = read(task.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 14);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
