package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.ServiceIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A process that uses a spool as hard as it can and says on its standard output what it knows to be done: it is killed
 * sooner or later.
 */
final class SpoolProcess {

    /** What a process gave as its word. */
    record Word(long appended, List<Long> handedOut, List<Long> removed) {}

    private final Process process;
    private final Thread listener;
    private final List<String> lines = new ArrayList<>();

    private SpoolProcess(Process process) {
        this.process = process;
        this.listener = new Thread(this::listen, "listener");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a process.
     *
     * @param directory the directory of the spool
     * @param first the sequence before its first event
     * @param consume whether it also reads and removes
     */
    static SpoolProcess start(Path directory, long first, boolean consume) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath,
                SpoolProcess.class.getName(),
                directory.toString(),
                Long.toString(first),
                Boolean.toString(consume));
        return new SpoolProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it has begun to work. */
    void awaitWork() throws InterruptedException {
        synchronized (lines) {
            while (lines.isEmpty() && process.isAlive()) {
                lines.wait(100);
            }
        }
    }

    /** Kills it as {@code kill -9} does, and returns what it had said until then. */
    Word kill() throws InterruptedException {
        // Process.destroyForcibly would close the pipe with what it already said.
        process.toHandle().destroyForcibly();
        process.waitFor();
        listener.join();
        long appended = 0;
        List<Long> handedOut = new ArrayList<>();
        List<Long> removed = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "appended" -> appended = Long.parseLong(words[1]);
                case "handing-out" -> addRuns(words, handedOut);
                case "removed" -> addRuns(words, removed);
                default -> throw new AssertionError("unexpected output: " + line);
            }
        }
        return new Word(appended, handedOut, removed);
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // A line that the kill cut short says nothing.
                if (line.endsWith(" .")) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            }
        } catch (IOException e) {
            // The process was killed.
            return;
        }
    }

    public static void main(String[] arguments) throws IOException {
        long sequence = Long.parseLong(arguments[1]);
        boolean consume = Boolean.parseBoolean(arguments[2]);
        Random random = new Random(sequence);
        try (FileAuditSpool spool = FileAuditSpool.builder(ServiceIdentity.of("crash"), "d")
                .directory(Path.of(arguments[0]))
                .maxSize(consume ? 16L << 20 : 1L << 30)
                .adoptionInterval(Duration.ofMillis(20))
                .build()) {
            while (true) {
                int size = 1 + random.nextInt(50);
                int length = 100 + random.nextInt(1_500);
                List<EncodedAuditEvent> events = LongStream.rangeClosed(sequence + 1, sequence + size)
                        .mapToObj(each -> SpooledEvents.event(each, length))
                        .toList();
                sequence += spool.append(events);
                System.out.println("appended " + sequence + " .");
                if (consume && (random.nextInt(4) == 0 || spool.bytes() > 8 * 1024 * 1024)) {
                    consume(spool, 1 + random.nextInt(400));
                }
            }
        }
    }

    private static void consume(FileAuditSpool spool, int max) throws IOException {
        List<EncodedAuditEvent> events = spool.read(max, 1_000_000);
        if (!events.stream().allMatch(SpooledEvents::isGenuine)
                || !spool.takeLosses().isEmpty()) {
            System.out.println("damaged .");
        }
        int kept = events.size() / 8;
        List<EncodedAuditEvent> done = events.subList(0, events.size() - kept);
        System.out.println("handing-out " + runs(done) + ".");
        spool.remove(done.size());
        System.out.println("removed " + runs(done) + ".");
    }

    private static String runs(List<EncodedAuditEvent> events) {
        StringBuilder runs = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            int start = i;
            while (i + 1 < events.size()
                    && events.get(i + 1).sequence() == events.get(i).sequence() + 1) {
                i++;
            }
            runs.append(events.get(start).sequence())
                    .append('-')
                    .append(events.get(i).sequence())
                    .append(' ');
        }
        return runs.toString();
    }

    private static void addRuns(String[] words, List<Long> target) {
        for (String run : List.of(words).subList(1, words.length - 1)) {
            int dash = run.indexOf('-');
            LongStream.rangeClosed(Long.parseLong(run.substring(0, dash)), Long.parseLong(run.substring(dash + 1)))
                    .forEach(target::add);
        }
    }
}
