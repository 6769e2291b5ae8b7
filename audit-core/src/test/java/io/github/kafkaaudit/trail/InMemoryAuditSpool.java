package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.SpoolLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A spool in memory, bounded by count, with a reserve for failures, that can be told to fail and to lose. */
final class InMemoryAuditSpool implements AuditSpool {

    private final int capacity;
    private final int reserve;
    private final List<EncodedAuditEvent> waiting = new ArrayList<>();
    private final List<SpoolLoss> losses = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile @Nullable IOException failure;
    private volatile boolean closed;

    InMemoryAuditSpool() {
        this(Integer.MAX_VALUE, 0);
    }

    InMemoryAuditSpool(int capacity, int reserve) {
        this.capacity = capacity;
        this.reserve = reserve;
    }

    void fail(@Nullable IOException failure) {
        this.failure = failure;
    }

    synchronized void lose(SpoolLoss loss) {
        losses.add(loss);
    }

    /** What an earlier life left. */
    synchronized void holds(EncodedAuditEvent event) {
        waiting.add(event);
    }

    synchronized List<EncodedAuditEvent> waiting() {
        return List.copyOf(waiting);
    }

    int reads() {
        return reads.get();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized int append(List<EncodedAuditEvent> events) throws IOException {
        check();
        int taken = 0;
        for (EncodedAuditEvent event : events) {
            if (waiting.size() >= capacity - (event.failure() ? 0 : reserve)) {
                break;
            }
            waiting.add(event);
            taken++;
        }
        return taken;
    }

    @Override
    public synchronized List<EncodedAuditEvent> read(int maxEvents, long maxBytes) throws IOException {
        reads.incrementAndGet();
        check();
        return List.copyOf(waiting.subList(0, Math.min(maxEvents, waiting.size())));
    }

    @Override
    public synchronized void remove(int count) throws IOException {
        check();
        waiting.subList(0, count).clear();
    }

    @Override
    public synchronized List<SpoolLoss> takeLosses() {
        List<SpoolLoss> taken = List.copyOf(losses);
        losses.clear();
        return taken;
    }

    @Override
    public synchronized long size() {
        return waiting.size();
    }

    @Override
    public synchronized long bytes() {
        return waiting.stream().mapToLong(event -> event.json().length).sum();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() throws IOException {
        IOException known = failure;
        if (known != null) {
            throw known;
        }
    }
}
