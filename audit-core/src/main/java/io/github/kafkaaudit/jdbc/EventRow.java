package io.github.kafkaaudit.jdbc;

import io.github.kafkaaudit.EncodedAuditEvent;
import io.github.kafkaaudit.json.EventDocument;
import io.github.kafkaaudit.json.EventFields;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts what people filter by into columns; the document itself stays whole beside them. */
final class EventRow {

    private static final String COLUMNS = "event_id, occurred_at, service_name, action, topic,"
            + " partition_id, record_offset, consumer_group, message_id, dedup_key, error_type, document";

    // What not every database has in its texts; the document escapes them.
    private static final Pattern UNUSUAL = Pattern.compile("[\\x00\\p{Cs}]");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7E]");
    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private EventRow() {}

    static String insertInto(String table) {
        return "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    /** A query without rows that fails where the table or one of its columns is missing or must not be read. */
    static String look(String table) {
        return "SELECT " + COLUMNS + " FROM " + table + " WHERE 1 = 0";
    }

    static String findIn(String table) {
        return "SELECT event_id FROM " + table + " WHERE event_id = ?";
    }

    static void bind(PreparedStatement insert, EncodedAuditEvent event) throws SQLException {
        bind(insert, event, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Binds the same document in ASCII, which every character set has; what cannot be escaped becomes a question mark.
     */
    static void bindPlain(PreparedStatement insert, EncodedAuditEvent event) throws SQLException {
        bind(insert, event, text -> NOT_ASCII.matcher(text).replaceAll("?"), EventRow::escaped);
    }

    private static void bind(
            PreparedStatement insert,
            EncodedAuditEvent event,
            UnaryOperator<String> column,
            UnaryOperator<String> whole)
            throws SQLException {
        EventDocument document = EventDocument.of(event);
        insert.setString(1, event.id());
        // A column without a time zone would else have the local time of this process, or of the server.
        insert.setTimestamp(2, new Timestamp(event.timestamp()), Calendar.getInstance(UTC));
        insert.setString(3, column.apply(fitting(known(document.text(EventFields.SERVICE_NAME)), 255)));
        insert.setString(4, known(document.text(EventFields.EVENT_ACTION)));
        insert.setString(5, text(document, EventFields.MESSAGING_DESTINATION_NAME, 255, column));
        insert.setString(6, text(document, EventFields.MESSAGING_DESTINATION_PARTITION_ID, 16, column));
        if (document.value(EventFields.MESSAGING_KAFKA_OFFSET) instanceof Number offset) {
            insert.setLong(7, offset.longValue());
        } else {
            insert.setNull(7, Types.BIGINT);
        }
        insert.setString(8, text(document, EventFields.MESSAGING_CONSUMER_GROUP_NAME, 255, column));
        insert.setString(9, text(document, EventFields.MESSAGING_MESSAGE_ID, 64, column));
        insert.setString(10, text(document, EventFields.DEDUP_KEY, 1024, column));
        insert.setString(11, text(document, EventFields.ERROR_TYPE, 512, column));
        insert.setString(12, whole.apply(new String(event.json(), StandardCharsets.UTF_8)));
    }

    private static String escaped(String json) {
        StringBuilder plain = new StringBuilder(json.length() * 2);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x80) {
                plain.append(c);
            } else {
                plain.append(String.format("\\u%04x", (int) c));
            }
        }
        return plain.toString();
    }

    private static @Nullable String text(
            EventDocument document, String field, int limit, UnaryOperator<String> column) {
        String value = document.text(field);
        return value == null ? null : column.apply(fitting(value, limit));
    }

    private static String known(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String fitting(String text, int limit) {
        int end = text.length();
        if (end > limit) {
            end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        }
        return UNUSUAL.matcher(text.substring(0, end)).replaceAll("\uFFFD");
    }
}
