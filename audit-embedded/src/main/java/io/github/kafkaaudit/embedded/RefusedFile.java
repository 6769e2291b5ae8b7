package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkOutcome;
import io.github.kafkaaudit.embedded.EventRouter.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The records that Elasticsearch refused even as documents of the quarantine: a line each, with all their bytes. */
final class RefusedFile {

    private final JsonFactory json = new JsonFactory();
    private final Path path;
    private final LongAdder written = new LongAdder();

    RefusedFile(Path path) {
        this.path = path;
    }

    /** Returns how many have been written. */
    long written() {
        return written.sum();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Writes one record; it is on disk when this returns. */
    void append(Delivery delivery, BulkOutcome.Rejected rejection) throws IOException {
        var line = new ByteArrayOutputStream();
        try (var document = json.createGenerator(ObjectWriteContext.empty(), line)) {
            document.writeStartObject();
            document.writeStringProperty("topic", delivery.event().topic());
            document.writeNumberProperty("partition", delivery.event().partition());
            document.writeNumberProperty("offset", delivery.event().offset());
            document.writeNumberProperty("status", rejection.status());
            document.writeStringProperty("type", rejection.type());
            document.writeStringProperty("reason", rejection.reason());
            if (delivery.event().value() != null) {
                document.writeName("original");
                document.writeBinary(delivery.event().value());
            }
            document.writeEndObject();
        }
        line.write('\n');
        Files.write(
                path,
                line.toByteArray(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
        written.increment();
    }
}
