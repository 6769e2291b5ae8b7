package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * The queue between the threads that log and the one that writes to Kafka: it never lets a log call wait.
 *
 * <p>When it is nearly full, lines up to INFO are left out first; when it is full, all are. They are counted.
 */
final class LogQueue extends AsyncAppender {

    private final LongAdder leftOut = new LongAdder();

    LogQueue(int capacity) {
        setQueueSize(capacity);
        setDiscardingThreshold(capacity / 5);
        setNeverBlock(true);
        // What can be saved has been waited for before the stop.
        setMaxFlushTime(500);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!ShippedLoggers.includes(event.getLoggerName())) {
            return;
        }
        int room = getRemainingCapacity();
        if (room == 0 || (room < getDiscardingThreshold() && isDiscardable(event))) {
            leftOut.increment();
        }
        super.append(event);
    }

    long leftOut() {
        return leftOut.sum();
    }
}
