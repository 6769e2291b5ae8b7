package io.github.kafkaaudit.embedded;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jars of one server among this module's resources: used where they lie when they are files, else unpacked. */
final class ServerJars {

    private static final String RESOURCES = "servers/";

    private final String server;

    ServerJars(String server) {
        this.server = server;
    }

    /** Returns the jars' addresses; what has to be unpacked goes to the given directory. */
    List<URL> locate(Path unpackInto) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (var name : names()) {
            urls.add(locate(name, unpackInto));
        }
        return urls;
    }

    /** Returns the version of the jar {@code <artifact>-<version>.jar}. */
    String version(String artifact) throws IOException {
        for (var name : names()) {
            if (name.matches(artifact + "-\\d.*\\.jar")) {
                return name.substring(artifact.length() + 1, name.length() - ".jar".length());
            }
        }
        throw new IllegalStateException("There is no jar of " + artifact + " among those of " + server + ".");
    }

    private URL locate(String name, Path unpackInto) throws IOException {
        var resource = resource(name);
        if ("file".equals(resource.getProtocol())) {
            return resource;
        }
        Files.createDirectories(unpackInto);
        var target = unpackInto.resolve(name);
        if (Files.notExists(target)) {
            try (var stream = resource.openStream()) {
                Files.copy(stream, target);
            }
        }
        return url(target);
    }

    /**
     * The index is written at build time: a directory within a jar within a jar cannot be listed by every class loader.
     */
    private List<String> names() throws IOException {
        try (var stream = resource("index.txt").openStream()) {
            var index = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
            List<String> names = new ArrayList<>();
            for (var entry : index.split("\\|", -1)) {
                names.add(entry.substring(entry.lastIndexOf('/') + 1));
            }
            return names;
        }
    }

    private URL resource(String name) {
        var resource = ServerJars.class.getResource(RESOURCES + server + "/" + name);
        if (resource == null) {
            throw new EmbeddedServerException(
                    "The jars of the embedded " + server + " server are not on the class path;"
                            + " build audit-embedded with Maven, which copies them into its resources.",
                    null);
        }
        return resource;
    }

    static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
