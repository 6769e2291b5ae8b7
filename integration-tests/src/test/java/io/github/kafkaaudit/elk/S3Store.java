package io.github.kafkaaudit.elk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Adobe's S3Mock in a JVM of its own, spoken to with plain HTTP.
 *
 * <p>It is a Spring Boot application with a Spring Boot and a web server of its own, which do not go together with
 * ours.
 */
final class S3Store implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Process process;

    S3Store() {
        var port = freePort();
        url = "http://127.0.0.1:" + port + "/kafka-audit";
        var jar = Repository.path("integration-tests/target/servers/s3mock.jar");
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx128m",
                            "-jar",
                            jar.toString(),
                            "--server.address=127.0.0.1",
                            "--server.port=" + freePort(),
                            "--http.port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(Files.createTempFile("s3mock", ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> send("PUT", "", new byte[0]).statusCode() < 500);
    }

    void put(String key, byte[] content) {
        var status = send("PUT", "/" + key, content).statusCode();
        if (status != 200) {
            throw new IllegalStateException("PUT " + key + ": " + status);
        }
    }

    byte[] get(String key) {
        return send("GET", "/" + key, new byte[0]).body();
    }

    List<String> keys(String prefix) {
        var list = new String(
                send("GET", "?list-type=2&prefix=" + prefix, new byte[0]).body(), StandardCharsets.UTF_8);
        return KEY.matcher(list).results().map(match -> match.group(1)).toList();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] content) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMinutes(1))
                .method(method, content.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content))
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
