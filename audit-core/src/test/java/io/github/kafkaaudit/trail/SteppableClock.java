package io.github.kafkaaudit.trail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved, forwards or backwards. */
public final class SteppableClock implements InstantSource {

    private final AtomicLong millis;

    public SteppableClock(String instant) {
        this.millis = new AtomicLong(Instant.parse(instant).toEpochMilli());
    }

    public void step(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
        return millis.get();
    }
}
