package io.github.kafkaaudit.delivery;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A service in a JVM of its own that records a thousand events a second, and says what it has recorded. */
final class RecordingProcess {

    private RecordingProcess() {}

    @SuppressWarnings("InfiniteLoopStatement") // it is killed
    public static void main(String[] arguments) {
        try (AuditedLife life = AuditedLife.of(arguments[0], arguments[1])
                .topic(arguments[0] + "-audit")
                .spool(Path.of(arguments[2]))
                .start()) {
            System.out.println("life " + life.ephemeralId());
            long next = System.nanoTime();
            while (true) {
                life.record(10);
                // The first sequence is that of audit-started.
                System.out.println("safe " + (life.recorded() + 1) + " .");
                next += TimeUnit.MILLISECONDS.toNanos(10);
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }
}
