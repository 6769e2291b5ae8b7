package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kafkaaudit.event.AuditAction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The table of all fields that ships beside the schema. */
final class FieldTable {

    /**
     * A row of the table.
     *
     * @param path the dotted path
     * @param type the type in Elasticsearch, {@code keyword[]} for several, {@code payload} for one object or several
     * @param presence one letter per action: {@code r}, {@code o} or {@code -}
     * @param description what it is
     * @param values the allowed values, empty if any
     */
    record Row(String path, String type, String presence, String description, List<String> values) {

        char presence(AuditAction action) {
            return presence.charAt(List.of(AuditAction.values()).indexOf(action));
        }
    }

    private FieldTable() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : resource("audit-event.fields.txt").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.split("\\|", -1);
                rows.add(new Row(
                        cells[0].strip(),
                        cells[1].strip(),
                        cells[2].replace(" ", ""),
                        cells[3].strip(),
                        cells.length < 5 ? List.of() : List.of(cells[4].strip().split(" "))));
            }
        }
        return rows;
    }

    static String resource(String name) {
        try (InputStream in = FieldTable.class.getResourceAsStream("/io/github/kafkaaudit/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
