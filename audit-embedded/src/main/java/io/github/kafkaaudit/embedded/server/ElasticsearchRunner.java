package io.github.kafkaaudit.embedded.server;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node with the plugins of a modules directory, whose classes are beside the server's own.
 *
 * <p><b>Lifecycle</b>: {@link #call()} returns the port when the node is up; {@link #close()} returns when it is gone.
 */
public final class ElasticsearchRunner implements Callable<Integer>, Closeable {

    // Held, because the JDK forgets a logger and its level when nobody does.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private final Node node;

    /** Creates the node, not started yet; {@code path.home} must hold a {@code modules} directory. */
    public ElasticsearchRunner(Map<String, String> settings) throws Exception {
        // Lucene writes to the JDK's logging, which all class loaders share, and so to the application's console.
        LUCENE.setLevel(Level.SEVERE);
        LogConfigurator.configureESLogging();
        var builder = Settings.builder();
        settings.forEach(builder::put);
        var environment = new Environment(builder.build(), Path.of(settings.get("path.home"), "config"));
        node = new Node(environment, pluginsLoader(environment.modulesDir()));
    }

    @Override
    public Integer call() throws Exception {
        node.start();
        return node.injector()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
    }

    @Override
    public void close() throws IOException {
        node.close();
        try {
            if (!node.awaitClose(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The Elasticsearch node did not stop within 30 seconds.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * {@code PluginsLoader.createPluginsLoader} looks for duplicate classes on {@code java.class.path}, which is the
     * application's and none of the node's business: an application with two versions of a jar could not start it. So
     * the layers are made here; the constructors are not public.
     */
    private static PluginsLoader pluginsLoader(Path modules) throws ReflectiveOperationException {
        Set<PluginBundle> bundles = ModuleBundles.of(modules);
        var loader = ElasticsearchRunner.class.getClassLoader();
        var layer = constructor(
                Class.forName(PluginsLoader.class.getName() + "$LoadedPluginLayer"),
                PluginBundle.class,
                ClassLoader.class,
                ModuleLayer.class,
                ClassLoader.class,
                ModuleLayer.class);
        Map<String, Object> layers = new HashMap<>();
        for (var bundle : bundles) {
            var boot = ModuleLayer.boot();
            layers.put(bundle.pluginDescriptor().getName(), layer.newInstance(bundle, loader, boot, loader, boot));
        }
        return constructor(PluginsLoader.class, Set.class, Set.class, Map.class).newInstance(bundles, Set.of(), layers);
    }

    private static <T> Constructor<T> constructor(Class<T> type, Class<?>... parameters) throws NoSuchMethodException {
        var constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }
}
