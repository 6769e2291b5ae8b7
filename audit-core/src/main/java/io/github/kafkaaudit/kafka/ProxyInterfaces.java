package io.github.kafkaaudit.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes proxies that can do what the delegate can: its other public interfaces are theirs as well. */
final class ProxyInterfaces {

    private static final ClassLoader LOADER = ProxyInterfaces.class.getClassLoader();

    private ProxyInterfaces() {}

    static <T> T proxy(Class<T> type, T delegate, InvocationHandler handler) {
        Set<Class<?>> all = new LinkedHashSet<>();
        all.add(type);
        for (Class<?> known = delegate.getClass(); known != null; known = known.getSuperclass()) {
            collect(known, all);
        }
        if (all.size() > 1) {
            try {
                return type.cast(Proxy.newProxyInstance(LOADER, all.toArray(new Class<?>[0]), handler));
            } catch (IllegalArgumentException | LinkageError | UnsupportedOperationException e) {
                // Interfaces that do not go together, or a native image that was not told of them.
            }
        }
        return type.cast(Proxy.newProxyInstance(LOADER, new Class<?>[] {type}, handler));
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        for (Class<?> candidate : type.getInterfaces()) {
            if (Modifier.isPublic(candidate.getModifiers()) && !candidate.isSealed() && isVisible(candidate)) {
                found.add(candidate);
            }
            collect(candidate, found);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return type == load(type.getName());
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, LOADER);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
