package io.github.kafkaaudit.sidebyside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** Takes spans over OTLP (HTTP, protobuf) as a collector does, and counts those of messages. */
final class SpanCollector implements AutoCloseable {

    // ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans, Span.kind
    private static final int[] WAY_TO_SPANS = {1, 2, 2};
    private static final int KIND = 6;
    private static final int KIND_PRODUCER = 4;
    private static final int KIND_CONSUMER = 5;

    private final AtomicLong produced = new AtomicLong();
    private final AtomicLong consumed = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpServer server;

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reset() {
        produced.set(0);
        consumed.set(0);
        others.set(0);
    }

    Arrived arrived() {
        return new Arrived(produced.get(), consumed.get(), others.get());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] request = (zipped ? new GZIPInputStream(body) : body).readAllBytes();
            count(ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN), 0);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void count(ByteBuffer message, int depth) {
        int kind = 0;
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> {
                    long value = varint(message);
                    kind = field == KIND ? (int) value : kind;
                }
                case 1 -> message.position(message.position() + Long.BYTES);
                case 2 -> {
                    int length = (int) varint(message);
                    if (depth < WAY_TO_SPANS.length && field == WAY_TO_SPANS[depth]) {
                        ByteBuffer inner =
                                message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                        count(inner, depth + 1);
                    }
                    message.position(message.position() + length);
                }
                case 5 -> message.position(message.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("No protobuf message: tag " + tag);
            }
        }
        if (depth == WAY_TO_SPANS.length) {
            AtomicLong counter = kind == KIND_PRODUCER ? produced : kind == KIND_CONSUMER ? consumed : others;
            counter.incrementAndGet();
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
