package io.github.kafkaaudit.payload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes an Avro record as JSON, in which equal records are equal, whatever class they have and whether their logical
 * types were converted: a generated class has an {@link Instant} where a generic record has a number.
 */
final class AvroJson {

    private static final long MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int UUID_LENGTH = 16;

    private final AvroTypes types;
    private final ContentBuffer json = new ContentBuffer();

    AvroJson(AvroTypes types) {
        this.types = types;
    }

    /** Returns the record's JSON. */
    static byte[] of(AvroTypes types, Object record) throws ReflectiveOperationException {
        AvroJson writer = new AvroJson(types);
        writer.record(record);
        return Arrays.copyOf(writer.json.bytes(), writer.json.size());
    }

    private void record(Object record) throws ReflectiveOperationException {
        List<?> fields = types.fields(types.schemaOf(record));
        raw("{");
        for (int i = 0; i < fields.size(); i++) {
            raw(i == 0 ? "" : ",");
            json.appendQuoted(types.name(fields.get(i)));
            raw(":");
            value(types.field(record, i), types.schemaOfField(fields.get(i)));
        }
        raw("}");
    }

    private void value(@Nullable Object value, @Nullable Object declared) throws ReflectiveOperationException {
        if (value == null) {
            raw("null");
        } else if (types.isRecord(value)) {
            record(value);
        } else if (value instanceof Map<?, ?> map) {
            map(map, types.inner(types.branch(declared, "MAP")));
        } else if (value instanceof Collection<?> list) {
            list(list, types.inner(types.branch(declared, "ARRAY")));
        } else if (value instanceof Boolean) {
            raw(value.toString());
        } else {
            leaf(value, types.branch(declared, typeOf(value)));
        }
    }

    private void map(Map<?, ?> map, @Nullable Object schema) throws ReflectiveOperationException {
        raw("{");
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            raw(separator);
            json.appendQuoted(String.valueOf(entry.getKey()));
            raw(":");
            value(entry.getValue(), schema);
            separator = ",";
        }
        raw("}");
    }

    private void list(Collection<?> list, @Nullable Object schema) throws ReflectiveOperationException {
        raw("[");
        String separator = "";
        for (Object element : list) {
            raw(separator);
            value(element, schema);
            separator = ",";
        }
        raw("]");
    }

    private void leaf(Object value, @Nullable Object schema) throws ReflectiveOperationException {
        Object logical = schema == null ? null : types.property(schema, "logicalType");
        byte[] bytes = bytes(value);
        if (bytes != null) {
            bytes(bytes, schema, logical);
        } else if (value instanceof BigDecimal decimal) {
            raw(decimal.toPlainString());
        } else if (value instanceof Integer || value instanceof Long) {
            String time = logical == null ? null : time(((Number) value).longValue(), logical.toString());
            if (time == null) {
                raw(value.toString());
            } else {
                json.appendQuoted(time);
            }
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            raw(value.toString());
        } else {
            json.appendQuoted(value.toString());
        }
    }

    private void bytes(byte[] bytes, @Nullable Object schema, @Nullable Object logical)
            throws ReflectiveOperationException {
        if (schema != null && "decimal".equals(logical) && bytes.length > 0) {
            Object scale = types.property(schema, "scale");
            raw(new BigDecimal(new BigInteger(bytes), scale instanceof Integer places ? places : 0).toPlainString());
        } else if ("uuid".equals(logical) && bytes.length == UUID_LENGTH) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            json.appendQuoted(new UUID(buffer.getLong(), buffer.getLong()).toString());
        } else {
            // As in Avro's own JSON: one character per byte.
            json.appendQuoted(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private byte @Nullable [] bytes(Object value) throws ReflectiveOperationException {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value instanceof byte[] bytes ? bytes : types.isFixed(value) ? types.bytes(value) : null;
    }

    private static @Nullable String time(long value, String logical) {
        try {
            return switch (logical) {
                case "date" -> LocalDate.ofEpochDay(value).toString();
                case "time-millis" ->
                    LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS / MILLIS))
                            .toString();
                case "time-micros" ->
                    LocalTime.ofNanoOfDay(Math.multiplyExact(value, NANOS / MICROS))
                            .toString();
                case "timestamp-millis" -> instant(value, MILLIS).toString();
                case "timestamp-micros" -> instant(value, MICROS).toString();
                case "timestamp-nanos" -> instant(value, NANOS).toString();
                case "local-timestamp-millis" -> local(value, MILLIS);
                case "local-timestamp-micros" -> local(value, MICROS);
                case "local-timestamp-nanos" -> local(value, NANOS);
                default -> null;
            };
        } catch (DateTimeException | ArithmeticException e) {
            // Beyond what a date can be: then it is a number.
            return null;
        }
    }

    private static Instant instant(long value, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (NANOS / perSecond));
    }

    private static String local(long value, long perSecond) {
        return LocalDateTime.ofInstant(instant(value, perSecond), ZoneOffset.UTC)
                .toString();
    }

    private String typeOf(Object value) {
        if (value instanceof Number && !(value instanceof BigDecimal)) {
            return value.getClass() == Integer.class
                    ? "INT"
                    : value.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        }
        return value instanceof ByteBuffer ? "BYTES" : types.isFixed(value) ? "FIXED" : "STRING";
    }

    private void raw(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        json.append(bytes, 0, bytes.length);
    }
}
