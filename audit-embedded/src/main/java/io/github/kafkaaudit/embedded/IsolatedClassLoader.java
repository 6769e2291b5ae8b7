package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Sees the JDK, a server's jars and our classes that run beside the server; nothing of the application.
 *
 * <p>Our classes are read through the application's class loader, so that it does not matter whether they lie in a
 * directory, in a jar, or in a jar within a jar.
 */
final class IsolatedClassLoader extends URLClassLoader {

    private static final String SHARED_PACKAGE = IsolatedClassLoader.class.getPackageName() + ".server.";

    static {
        registerAsParallelCapable();
    }

    IsolatedClassLoader(String name, URL[] urls) {
        super(name, urls, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return name.startsWith(SHARED_PACKAGE) ? defineOwn(name) : super.findClass(name);
    }

    private Class<?> defineOwn(String name) throws ClassNotFoundException {
        var path = name.replace('.', '/') + ".class";
        try (var stream = IsolatedClassLoader.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            var bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
