package io.github.kafkaaudit.trail;

import org.jspecify.annotations.Nullable;

/** Classes of agents, which are there or not; most agents put theirs where every class loader looks first. */
final class AgentClasses {

    private AgentClasses() {}

    static @Nullable Class<?> find(String name) {
        Class<?> found = find(name, AgentClasses.class.getClassLoader());
        return found == null ? find(name, ClassLoader.getSystemClassLoader()) : found;
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
