package io.github.kafkaaudit.elk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of the repository, found from the module's directory upwards. */
final class Repository {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Path ROOT = root();

    private Repository() {}

    static Path path(String file) {
        return ROOT.resolve(file);
    }

    static String text(String file) {
        return text(path(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String file) {
        return JSON.readTree(text(file));
    }

    /** A YAML file, with its anchors and merges resolved. */
    static JsonNode yaml(String file) {
        Object content = new Yaml().load(text(file));
        return JSON.valueToTree(content);
    }

    /** All files below a directory whose name ends like that, in the order of their names. */
    static List<Path> files(String directory, String end) {
        try (var files = Files.walk(path(directory))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String relative(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("docker-compose.yml"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("No docker-compose.yml in any directory above the module.");
        }
        return directory;
    }
}
