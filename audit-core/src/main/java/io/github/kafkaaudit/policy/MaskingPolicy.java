package io.github.kafkaaudit.policy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What must never be readable in an event.
 *
 * @param fields names of JSON fields, masked at any depth, or JSON pointers (RFC 6901, {@code *} stands for any array
 *     index or name), which begin with a slash
 * @param headers names of record headers, compared without regard to case
 * @param patterns what is masked in text payloads, keys and error messages
 * @param key whether the record's key is masked
 */
public record MaskingPolicy(List<String> fields, List<String> headers, List<Pattern> patterns, boolean key) {

    /** The headers that are masked unless the settings say otherwise. */
    public static final List<String> DEFAULT_HEADERS =
            List.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    /** Masks the default headers and nothing else. */
    public static final MaskingPolicy DEFAULT = new MaskingPolicy(List.of(), DEFAULT_HEADERS, List.of(), false);

    /** Copies the lists. */
    public MaskingPolicy {
        fields = List.copyOf(fields);
        headers = List.copyOf(headers);
        patterns = List.copyOf(patterns);
    }
}
