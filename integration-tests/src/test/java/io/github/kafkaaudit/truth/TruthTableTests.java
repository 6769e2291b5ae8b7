package io.github.kafkaaudit.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/truth-table.md} says what the tests prove. After a change: {@code mvn test -pl
 * integration-tests -am -Dtest=TruthTableTests -Dsurefire.failIfNoSpecifiedTests=false -Dtruth.table.write}.
 */
class TruthTableTests {

    private static final List<Class<?>> CLASSES = List.of(
            ProducerRowsIntegrationTests.class,
            TransactionRowsIntegrationTests.class,
            RecordListenerRowsIntegrationTests.class,
            FailureRowsIntegrationTests.class,
            RetryTopicRowsIntegrationTests.class,
            CommitRowsIntegrationTests.class,
            AsyncRowsIntegrationTests.class,
            BatchListenerRowsIntegrationTests.class,
            LifecycleRowsIntegrationTests.class,
            OtherClientsRowsIntegrationTests.class,
            CopyRowsIntegrationTests.class,
            BelievedSuccessRowsIntegrationTests.class);

    private static final String INTRODUCTION = """
            # What is recorded, case by case

            Instrumentation of Kafka usually reports what a hook was told. A container's `success` also comes for records
            that were filtered, sent back, or not even finished; an acknowledgement inside a transaction is no publication
            yet; a failed commit looks like a failed listener. This table lists the cases that tell the difference, what
            Kafka Audit records in each, and the test that proves it against a real broker.

            The actions and fields are described in the event's schema. Where an outcome cannot be known, the event says
            `unknown`; what a row cannot show is said in the row.

            This file is generated from the tests; `TruthTableTests` says how.

            | # | When | Is recorded | Proven by |
            |---|---|---|---|
            """;

    @Test
    void provesEveryRowByOneTest() {
        assertThat(rows())
                .extracting(row -> row.annotation().value())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 74).boxed().toList());
    }

    @Test
    void describesEveryRow() throws IOException {
        StringBuilder table = new StringBuilder(INTRODUCTION);
        rows().forEach(row -> table.append(row.line()).append('\n'));
        Path file = root().resolve("docs").resolve("truth-table.md");
        if (System.getProperty("truth.table.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, table);
        }

        assertThat(file).hasContent(table.toString());
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Class<?> type : CLASSES) {
            Stream.of(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(TruthTableRow.class))
                    .forEach(method -> rows.add(new Row(method.getAnnotation(TruthTableRow.class), method)));
        }
        rows.sort(Comparator.comparingInt(row -> row.annotation().value()));
        return rows;
    }

    /** Maven runs the tests in the module's directory. */
    private static Path root() {
        return Path.of("..");
    }

    private record Row(TruthTableRow annotation, Method method) {

        String line() {
            String recorded = annotation.recorded();
            if (!annotation.limit().isEmpty()) {
                recorded += ".<br>*" + annotation.limit() + "*";
            }
            return "| %d | %s | %s | `%s.%s` |"
                    .formatted(
                            annotation.value(),
                            annotation.when(),
                            recorded,
                            method.getDeclaringClass().getSimpleName(),
                            method.getName());
        }
    }
}
