package io.github.kafkaaudit.json;

import io.github.kafkaaudit.event.AuditEvent;
import io.github.kafkaaudit.event.RequestedRecord;
import io.github.kafkaaudit.payload.RecordInspector;

/** What the application asked to be sent, where an interceptor changed it. */
final class RequestedSection {

    private static final EncodedName REQUESTED = new EncodedName("requested");
    private static final Field TOPIC = Field.of(EventFields.REQUESTED_TOPIC);
    private static final Field HEADERS = Field.of(EventFields.REQUESTED_HEADERS);

    private static final Field HASH = Field.of(EventFields.REQUESTED_HASH);

    private RequestedSection() {}

    static void write(
            DocumentWriter writer,
            AuditEvent event,
            HeadersSection headers,
            RecordInspector inspector,
            Trimming detail) {
        RequestedRecord requested = event.requested();
        if (requested == null) {
            return;
        }
        writer.start(REQUESTED);
        boolean sameTopic = event.record() != null && event.record().topic().equals(requested.topic());
        if (sameTopic || inspector.showsName(requested.topic(), EventFields.REQUESTED_TOPIC)) {
            writer.text(TOPIC, requested.topic());
        }
        if (detail.isLast()) {
            headers.leaveOut(writer, HEADERS, requested.headers());
        } else {
            headers.write(writer, HEADERS, requested.headers(), inspector);
        }
        writer.text(HASH, requested.hash());
        writer.close();
    }
}
