package io.github.kafkaaudit.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanCollectorTests {

    private static final int SERVER = 2;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;

    @Test
    void countsSpansByTheirKind() throws Exception {
        try (SpanCollector collector = new SpanCollector()) {
            byte[] scope = concatenation(
                    member(1, "name of the scope".getBytes(UTF_8)),
                    member(2, span(PRODUCER)),
                    member(2, span(CONSUMER)),
                    member(2, span(CONSUMER)),
                    member(2, span(SERVER)));
            HttpRequest request = HttpRequest.newBuilder(URI.create(collector.address() + "/v1/traces"))
                    .POST(BodyPublishers.ofByteArray(member(1, member(2, scope))))
                    .build();

            HttpResponse<Void> response = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(collector.arrived()).isEqualTo(new Arrived(1, 2, 1));
        }
    }

    /** A span with a trace id, a long name, the kind, and a start of fixed length. */
    private static byte[] span(int kind) {
        byte[] start = {(7 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8};
        return concatenation(
                member(1, new byte[16]), member(5, new byte[300]), new byte[] {6 << 3, (byte) kind}, start);
    }

    private static byte[] member(int field, byte[] content) {
        byte[] head = content.length < 128
                ? new byte[] {(byte) ((field << 3) | 2), (byte) content.length}
                : new byte[] {
                    (byte) ((field << 3) | 2), (byte) ((content.length & 0x7f) | 0x80), (byte) (content.length >> 7)
                };
        return concatenation(head, content);
    }

    private static byte[] concatenation(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        IntStream.range(0, parts.length).forEach(i -> all.writeBytes(parts[i]));
        return all.toByteArray();
    }
}
