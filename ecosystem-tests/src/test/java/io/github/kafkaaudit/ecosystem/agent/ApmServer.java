package io.github.kafkaaudit.ecosystem.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** As much of Elastic's APM server as its agent needs to send what it has. */
final class ApmServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    ApmServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean events = exchange.getRequestURI().getPath().startsWith("/intake");
            try (InputStream body = decoded(exchange)) {
                // Sent piece by piece, as long as the agent has something.
                new String(body.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
            byte[] answer = "{\"version\":\"8.19.0\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(events ? 202 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static InputStream decoded(HttpExchange exchange) throws IOException {
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        InputStream body = exchange.getRequestBody();
        if ("deflate".equals(encoding)) {
            return new InflaterInputStream(body);
        }
        return "gzip".equals(encoding) ? new GZIPInputStream(body) : body;
    }
}
