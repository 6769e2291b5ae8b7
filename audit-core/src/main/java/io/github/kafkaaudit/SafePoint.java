package io.github.kafkaaudit;

import java.util.concurrent.CompletableFuture;

/**
 * A mark in the queue: completes when every event that was recorded before it is durable, in the sink or in the spool;
 * with false if one of them was lost.
 */
final class SafePoint extends CompletableFuture<Boolean> {

    private int open;
    private boolean lost;
    private boolean reached;

    /** Called by the audit thread for every write that is under way when the mark is reached. */
    void await() {
        open++;
    }

    void reached() {
        reached = true;
        completeWhenDone();
    }

    void settled(boolean durable) {
        open--;
        lost |= !durable;
        completeWhenDone();
    }

    private void completeWhenDone() {
        if (reached && open == 0) {
            complete(!lost);
        }
    }
}
