package io.github.kafkaaudit.payload;

import io.github.kafkaaudit.event.AuditHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that libraries write: their names say nothing about a record's content, a few values neither. */
final class KnownHeaders {

    private static final Set<String> NAMES = Set.of(
            AuditHeaders.MESSAGE_ID,
            AuditHeaders.ORIGIN_SERVICE,
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "X-B3-TraceId",
            "X-B3-SpanId",
            "X-B3-ParentSpanId",
            "X-B3-Sampled",
            "uber-trace-id",
            "content-type",
            "contentType",
            "content-encoding",
            "id",
            "timestamp",
            "correlationId",
            "__TypeId__",
            "__ContentTypeId__",
            "__KeyTypeId__",
            "spring_json_header_types",
            "scst_partition",
            "ce_id",
            "ce_source",
            "ce_specversion",
            "ce_type",
            "ce_subject",
            "ce_time",
            "ce_datacontenttype",
            "ce_dataschema",
            "apicurio.value.globalId",
            "apicurio.value.contentId",
            "apicurio.value.encoding");

    private static final String[] FAMILIES = {
        "kafka_", "retry_topic-", "__connect.errors.", "springDeserializerException", "__debezium."
    };
    private static final int LONGEST = 64;
    private static final Pattern WORDS = Pattern.compile("[A-Za-z_.-]+");
    private static final Pattern TRACE =
            Pattern.compile("\\p{XDigit}{2}-\\p{XDigit}{32}-\\p{XDigit}{16}-\\p{XDigit}{2}");

    private KnownHeaders() {}

    /** Tells whether a library gives a header this name. */
    static boolean isKnown(String name) {
        if (NAMES.contains(name)) {
            return true;
        }
        for (String family : FAMILIES) {
            if (name.startsWith(family)) {
                return name.length() <= LONGEST && WORDS.matcher(name).matches();
            }
        }
        return false;
    }

    /** Tells whether a value is an id that was made for the message, whatever its content. */
    static boolean isHarmless(String name, byte[] value) {
        return name.equals(AuditHeaders.MESSAGE_ID)
                ? AuditHeaders.isMessageId(value)
                : name.equals("traceparent") && isTrace(value);
    }

    private static boolean isTrace(byte[] value) {
        return value.length <= LONGEST
                && TRACE.matcher(new String(value, StandardCharsets.ISO_8859_1)).matches();
    }
}
