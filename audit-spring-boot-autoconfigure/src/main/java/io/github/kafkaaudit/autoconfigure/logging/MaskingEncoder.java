package io.github.kafkaaudit.autoconfigure.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.kafkaaudit.payload.MaskedValues;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

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

    private final Encoder<ILoggingEvent> delegate;
    private final List<Pattern> patterns;
    private final MaskedValues maskedValues;
    private final JsonMapper json = JsonMapper.builder().build();

    MaskingEncoder(Encoder<ILoggingEvent> delegate, List<Pattern> patterns, MaskedValues maskedValues) {
        this.delegate = delegate;
        this.patterns = List.copyOf(patterns);
        this.maskedValues = maskedValues;
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
        ObjectNode document = (ObjectNode) json.readTree(line);
        for (String name : List.copyOf(document.propertyNames())) {
            int dot = name.indexOf('.');
            if (!STRUCTURE.contains(dot < 0 ? name : name.substring(0, dot))) {
                document.set(name, masked(document.get(name)));
            }
        }
        return json.writeValueAsBytes(document);
    }

    private JsonNode masked(JsonNode node) {
        if (node.isString()) {
            return StringNode.valueOf(masked(node.asString()));
        }
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                object.set(name, masked(object.get(name)));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i)));
            }
        }
        return node;
    }

    private String masked(String text) {
        String masked = text;
        try {
            for (Pattern pattern : patterns) {
                masked = pattern.matcher(masked)
                        .replaceAll(match -> match.group().isEmpty()
                                ? ""
                                : Matcher.quoteReplacement(maskedValues.of(match.group())));
            }
        } catch (StackOverflowError e) {
            // java.util.regex recurses for some patterns; a text that is too much for it is not shipped.
            return MaskedValues.MARKER;
        }
        return masked;
    }
}
