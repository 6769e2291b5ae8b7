package io.github.kafkaaudit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleJarIntegrationTests {

    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void startsAServerWhoseJarsLieWithinTheModulesJar() throws Exception {
        try (var application = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            var type = application.loadClass(EmbeddedElasticsearch.class.getName());
            var builder = type.getMethod("builder").invoke(null);
            builder.getClass().getMethod("dataDirectory", Path.class).invoke(builder, directory);
            try (var node =
                    (AutoCloseable) builder.getClass().getMethod("build").invoke(builder)) {
                type.getMethod("start").invoke(node);

                var url = (String) type.getMethod("url").invoke(node);
                var connection =
                        ElasticsearchConnection.builder(URI.create(url)).build();
                assertThat(connection.send("GET", "/", null).join().isSuccess()).isTrue();
            }
        }
        assertThat(directory).doesNotExist();
    }

    /** As it is in an application: the jar in place of the directory of classes. */
    private static URL[] classPath() throws Exception {
        var jar = Path.of(System.getProperty("module.jar"));
        assertThat(Files.exists(jar)).isTrue();
        List<URL> urls = new ArrayList<>();
        urls.add(jar.toUri().toURL());
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(entry).toAbsolutePath();
            if (!path.equals(CLASSES)) {
                urls.add(path.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
