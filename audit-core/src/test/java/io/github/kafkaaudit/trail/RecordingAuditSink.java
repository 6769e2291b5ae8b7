package io.github.kafkaaudit.trail;

import io.github.kafkaaudit.AuditSink;
import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.event.AuditAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A sink in memory that can be well, refuse, throw, hang or never answer. */
public final class RecordingAuditSink implements AuditSink {

    private final List<EncodedAuditEvent> written = new CopyOnWriteArrayList<>();
    private final List<List<EncodedAuditEvent>> batches = new CopyOnWriteArrayList<>();
    private final List<Runnable> unanswered = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Throwable refusal;
    private volatile @Nullable Throwable thrown;
    private volatile boolean silent;
    private volatile boolean hanging;

    /** Refuses every write, by the stage, until it recovers. */
    public void refuse(Throwable failure) {
        refusal = failure;
    }

    /** Throws at every write until it recovers. */
    public void throwAtOnce(Throwable failure) {
        thrown = failure;
    }

    /** Takes every write and never answers until told to. */
    public void stopAnswering() {
        silent = true;
    }

    /** Does not return from a write before it is interrupted. */
    public void hang() {
        hanging = true;
    }

    public void answerAll() {
        silent = false;
        List<Runnable> waiting = List.copyOf(unanswered);
        unanswered.removeAll(waiting);
        waiting.forEach(Runnable::run);
    }

    public void recover() {
        refusal = null;
        thrown = null;
    }

    @Override
    public CompletionStage<Void> write(List<EncodedAuditEvent> events) {
        attempts.incrementAndGet();
        if (hanging) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
        Throwable failure = thrown;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        failure = refusal;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (silent) {
            CompletableFuture<Void> later = new CompletableFuture<>();
            unanswered.add(() -> {
                keep(events);
                later.complete(null);
            });
            return later;
        }
        keep(events);
        return CompletableFuture.completedFuture(null);
    }

    private void keep(List<EncodedAuditEvent> events) {
        batches.add(List.copyOf(events));
        written.addAll(events);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    public int attempts() {
        return attempts.get();
    }

    /** Returns what was taken, in the order it came, repetitions included. */
    public List<EncodedAuditEvent> written() {
        return List.copyOf(written);
    }

    public List<List<EncodedAuditEvent>> batches() {
        return List.copyOf(batches);
    }

    /** Returns what was taken as documents. */
    public List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        written.forEach(event -> documents.add(new Document(event)));
        return documents;
    }

    public List<Document> documents(AuditAction action) {
        return documents().stream()
                .filter(document -> action.value().equals(document.text("event.action")))
                .toList();
    }
}
