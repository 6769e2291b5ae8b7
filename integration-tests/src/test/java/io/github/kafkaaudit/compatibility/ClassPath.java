package io.github.kafkaaudit.compatibility;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The jars of these tests, and what is left of them without some: an application that is run on it has other libraries
 * than these tests, and shares nothing with them.
 */
record ClassPath(List<String> entries) {

    static ClassPath ofTheTests() {
        return new ClassPath(
                Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator)));
    }

    /** Without the starter and what comes with it. */
    ClassPath withoutTheAudit() {
        // Where the application has Jackson 3 itself, its streaming part is the application's.
        boolean jackson3 = entries.stream().anyMatch(entry -> name(entry).startsWith("jackson-databind-3"));
        return without(name -> name.startsWith("kafka-audit-")
                || name.startsWith("jctools-core-")
                || (!jackson3 && name.startsWith("jackson-core-3")));
    }

    /** Without Spring Boot's module for Kafka, which Spring Boot 3 has none of. */
    ClassPath withoutBootsKafka() {
        return without(name -> name.startsWith("spring-boot-kafka") || name.startsWith("spring-boot-starter-kafka"));
    }

    ClassPath withoutKafka() {
        return withoutBootsKafka().without(name -> name.startsWith("spring-kafka") || name.startsWith("kafka-"));
    }

    /**
     * Runs an application of these tests on it.
     *
     * @param application a class with a static method {@code String run(String)}
     */
    String run(Class<?> application, String argument) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            var run = loader.loadClass(application.getName()).getDeclaredMethod("run", String.class);
            run.setAccessible(true);
            return (String) run.invoke(null, argument);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The application failed on " + entries, e.getTargetException());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private ClassPath without(Predicate<String> which) {
        return new ClassPath(
                entries.stream().filter(entry -> !which.test(name(entry))).toList());
    }

    /** The jar's name; of a module of ours that is not packaged, what its jar would be called. */
    private static String name(String entry) {
        String path = entry.replace(File.separatorChar, '/');
        if (path.endsWith("/target/classes")) {
            String[] folders = path.split("/", -1);
            return "kafka-" + folders[folders.length - 3] + "-";
        }
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private URL[] urls() throws MalformedURLException {
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = new File(entries.get(i)).toURI().toURL();
        }
        return urls;
    }
}
