package io.github.kafkaaudit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.event.AuditAction;
import io.github.kafkaaudit.payload.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventDocumentTests {

    private final String document = read();

    @Test
    void describesEveryField() {
        assertThat(FieldTable.rows())
                .allSatisfy(row -> assertThat(document)
                        .contains("| `" + row.path() + "` | " + row.type().replace("payload", "flattened") + " |"));
    }

    @Test
    void describesEveryAction() {
        for (AuditAction action : AuditAction.values()) {
            String operation = action.operationType() == null ? "–" : action.operationType();
            assertThat(document)
                    .contains("| `" + action.value() + "` | " + operation + " | "
                            + action.outcome().value());
        }
    }

    @Test
    void describesEveryFormOfAPayload() {
        for (PayloadFormat format : PayloadFormat.values()) {
            assertThat(document).contains("| `" + format.value() + "` |");
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "event.md"), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
