package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.kafkaaudit.payload.MaskedValues;
import io.github.kafkaaudit.payload.PatternMasker;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Masks what the patterns match in the texts of a line that another encoder wrote: message, exception, and whatever the
 * application put into the logging context.
 *
 * <p>It works on the document and not on the log event, because only there an exception has become text. A line that
 * cannot be read is not shipped: the exception leaves the appender.
 */
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

    // Where and when it happened, and the way to the audit event; a masked time would cost the line.
    private static final Set<String> STRUCTURE =
            Set.of("@timestamp", "log", "process", "service", "ecs", "kafka_audit", "messaging");

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Encoder<ILoggingEvent> delegate;
    private final PatternMasker masker;

    MaskingEncoder(Encoder<ILoggingEvent> delegate, List<Pattern> patterns, MaskedValues maskedValues) {
        this.delegate = delegate;
        this.masker = new PatternMasker(patterns, maskedValues);
    }

    @Override
    public byte[] headerBytes() {
        return delegate.headerBytes();
    }

    @Override
    public byte[] footerBytes() {
        return delegate.footerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return masked(delegate.encode(event));
    }

    byte[] masked(byte[] line) {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(line.length + 64);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line);
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), buffer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "A log line is an object.");
            }
            masker.begin();
            copy(parser, json);
        }
        return buffer.toByteArray();
    }

    private void copy(JsonParser parser, JsonGenerator json) {
        json.writeStartObject();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            int dot = name.indexOf('.');
            if (STRUCTURE.contains(dot < 0 ? name : name.substring(0, dot))) {
                json.writeName(name);
                json.copyCurrentStructureExact(parser);
            } else {
                json.writeName(masker.mask(name));
                copyMasked(parser, json);
            }
        }
        json.writeEndObject();
    }

    private void copyMasked(JsonParser parser, JsonGenerator json) {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_STRING) {
                json.writeString(masker.mask(parser.getString()));
            } else if (token == JsonToken.PROPERTY_NAME) {
                json.writeName(masker.mask(parser.currentName()));
            } else if (token.isNumeric() && !masker.mask(parser.getString()).equals(parser.getString())) {
                json.writeString(masker.mask(parser.getString()));
            } else {
                json.copyCurrentEventExact(parser);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        } while (depth > 0 && parser.nextToken() != null);
    }
}
