package io.github.kafkaaudit.embedded.server;

import java.nio.file.Path;
import java.util.Set;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/** The modules of a directory, for an Elasticsearch 9 that is no stateless one. */
final class ModuleBundles {

    private ModuleBundles() {}

    static Set<PluginBundle> of(Path modules) {
        return PluginsLoader.loadModulesBundles(modules, false);
    }
}
