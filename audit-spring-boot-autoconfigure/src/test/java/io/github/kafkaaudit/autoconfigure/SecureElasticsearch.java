package io.github.kafkaaudit.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Takes every bulk request over TLS and remembers who sent it; its certificate is its own authority. */
final class SecureElasticsearch implements AutoCloseable {

    private static final String PASSWORD = "password";

    private final Path directory;
    private final HttpsServer server;
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final List<String> documents = new CopyOnWriteArrayList<>();

    SecureElasticsearch(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        this.directory = directory;
        keytool(
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost");
        keytool("-exportcert", "-rfc", "-alias", "node", "-file", "ca.crt");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    Path certificate() {
        return directory.resolve("ca.crt");
    }

    List<String> credentials() {
        return credentials;
    }

    String documents() {
        return String.join("", documents);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        documents.add(body);
        long created = body.lines().count() / 2;
        String items = String.join(",", Collections.nCopies((int) created, "{\"create\":{\"status\":201}}"));
        byte[] answer = ("{\"errors\":false,\"items\":[" + items + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var stream = Files.newInputStream(directory.resolve("keys.p12"))) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(command));
        line.addAll(List.of("-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
