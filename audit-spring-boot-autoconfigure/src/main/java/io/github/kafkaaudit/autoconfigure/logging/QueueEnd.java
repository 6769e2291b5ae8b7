package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A mark behind the last line in the queue: when it comes out, everything before it has been handed to the producer.
 */
final class QueueEnd extends LoggingEvent {

    private final CountDownLatch latch = new CountDownLatch(1);

    QueueEnd() {
        setLoggerName("queue end");
        setLevel(Level.ERROR);
    }

    @Override
    public void prepareForDeferredProcessing() {
        // There is nothing to prepare.
    }

    void reached() {
        latch.countDown();
    }

    void await(long millis) {
        try {
            if (!latch.await(millis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
