package io.github.kafkaaudit.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Finds the audit of a client through whatever others have wrapped around it: a harmless call goes in, and a proxy of
 * ours that it passes answers on the thread.
 */
final class InnerAudit {

    private static final ThreadLocal<@Nullable InnerAudit> ASKING = new ThreadLocal<>();

    private @Nullable Object answer;

    private InnerAudit() {}

    /**
     * Asks a client.
     *
     * @param call a call without effect that every wrapper passes on
     * @param type what to look for
     * @return what the outermost proxy of ours answered, or null if there is none
     */
    @SuppressWarnings("CatchingUnchecked")
    static <A> @Nullable A ask(Runnable call, Class<A> type) {
        InnerAudit question = new InnerAudit();
        InnerAudit outer = ASKING.get();
        ASKING.set(question);
        try {
            call.run();
        } catch (Throwable e) {
            // A client that cannot answer has nothing of ours inside.
            return null;
        } finally {
            if (outer == null) {
                ASKING.remove();
            } else {
                ASKING.set(outer);
            }
        }
        return type.isInstance(question.answer) ? type.cast(question.answer) : null;
    }

    /** Called by our proxies when that call passes them. */
    static void answer(Object audit) {
        InnerAudit question = ASKING.get();
        if (question != null && question.answer == null) {
            question.answer = audit;
        }
    }
}
