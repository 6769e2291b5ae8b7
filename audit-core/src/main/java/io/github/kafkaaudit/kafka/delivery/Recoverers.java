package io.github.kafkaaudit.kafka.delivery;

import java.util.Set;

/**
 * Finds out whether the current thread sends for one of spring-kafka's recoverers, whatever headers the application
 * lets it write and whatever template it uses.
 *
 * <p>Asked only while a failure is handled or of records with a copy's headers: it walks the stack.
 */
final class Recoverers {

    private static final Set<String> CLASSES =
            Set.of("org.springframework.kafka.listener.DeadLetterPublishingRecoverer");

    private Recoverers() {}

    static boolean areSending() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> CLASSES.contains(frame.getClassName())));
    }
}
