package io.github.kafkaaudit.spool;

import io.github.kafkaaudit.AuditSpool;
import io.github.kafkaaudit.EncodedAuditEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Events whose whole content follows from their sequence, so that an invented or mixed-up one shows. */
final class SpooledEvents {

    private SpooledEvents() {}

    static EncodedAuditEvent event(long sequence) {
        return event(sequence, 200);
    }

    static EncodedAuditEvent event(long sequence, int size) {
        return new EncodedAuditEvent(
                new UUID(7, sequence).toString(), sequence, 1_000 + sequence, false, json(sequence, size));
    }

    static EncodedAuditEvent failure(long sequence) {
        return new EncodedAuditEvent(
                new UUID(7, sequence).toString(), sequence, 1_000 + sequence, true, json(sequence, 200));
    }

    static List<EncodedAuditEvent> events(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(SpooledEvents::event).toList();
    }

    static List<Long> sequences(List<EncodedAuditEvent> events) {
        return events.stream().map(EncodedAuditEvent::sequence).toList();
    }

    static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** Reads and removes everything. */
    static List<EncodedAuditEvent> drain(AuditSpool spool) throws IOException {
        List<EncodedAuditEvent> all = new ArrayList<>();
        List<EncodedAuditEvent> events = spool.read(100, 64 * 1024);
        while (!events.isEmpty()) {
            all.addAll(events);
            spool.remove(events.size());
            events = spool.read(100, 64 * 1024);
        }
        return all;
    }

    /** Returns whether the event is exactly the one that was made for its sequence. */
    static boolean isGenuine(EncodedAuditEvent event) {
        byte[] expected = json(event.sequence(), event.json().length);
        return event.id().equals(new UUID(7, event.sequence()).toString())
                && event.timestamp() == 1_000 + event.sequence()
                && new String(expected, StandardCharsets.UTF_8)
                        .equals(new String(event.json(), StandardCharsets.UTF_8));
    }

    private static byte[] json(long sequence, int size) {
        StringBuilder json = new StringBuilder(size)
                .append("{\"event.sequence\":")
                .append(sequence)
                .append(",\"p\":\"");
        while (json.length() < size - 2) {
            json.append((char) ('a' + (sequence + json.length()) % 26));
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
