package io.github.kafkaaudit.kafka.delivery;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.Repeat;
import io.github.kafkaaudit.trail.Recorder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens again and again to the same record, thousands of times a second for a poison pill: written when it
 * happens first, then once a minute, and at the end, with the count.
 */
final class RepeatedEvents {

    private static final long INTERVAL = 60_000;
    private static final int REMEMBERED = 1_000;

    private final Recorder recorder;
    private final Consumer<AuditEvent.Builder> written;
    private final Map<String, Series> open = new LinkedHashMap<>();

    RepeatedEvents(Recorder recorder, Consumer<AuditEvent.Builder> written) {
        this.recorder = recorder;
        this.written = written;
    }

    synchronized void happened(AuditAction action, @Nullable String coordinate, Supplier<AuditEvent.Builder> event) {
        long now = recorder.now();
        String key = action.value() + ' ' + coordinate;
        Series series = open.get(key);
        if (series == null) {
            AuditEvent.Builder first = event.get();
            // The record stays in memory as long as it may be repeated.
            int kept = first.kept();
            written.accept(first);
            if (open.size() < REMEMBERED && recorder.tryHold(kept)) {
                open.put(key, new Series(event, now, kept));
            }
            return;
        }
        series.event = event;
        series.count++;
        series.last = now;
        if (now - series.written >= INTERVAL) {
            series.written = now;
            write(series);
        }
    }

    /** Writes what is not written yet and forgets everything. */
    synchronized void end() {
        for (Series series : open.values()) {
            if (series.count > 1 && series.written < series.last) {
                write(series);
            }
            recorder.release(series.kept);
        }
        open.clear();
    }

    private void write(Series series) {
        written.accept(series.event.get().repeat(new Repeat(series.count, series.first, series.last)));
    }

    private static final class Series {

        private final long first;
        private final int kept;
        private Supplier<AuditEvent.Builder> event;
        private long count = 1;
        private long last;
        private long written;

        private Series(Supplier<AuditEvent.Builder> event, long now, int kept) {
            this.event = event;
            this.first = now;
            this.kept = kept;
            this.last = now;
            this.written = now;
        }
    }
}
