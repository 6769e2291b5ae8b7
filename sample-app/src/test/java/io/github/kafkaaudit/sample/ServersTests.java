package io.github.kafkaaudit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTests {

    private static final String PASSWORD = "password";

    @TempDir
    private Path directory;

    @Test
    void trustsTheAuthorityOfTheSettingsAndSendsUserAndPassword() throws Exception {
        List<String> credentials = new ArrayList<>();
        var server = secureServer(credentials);
        try (var servers = Servers.external(settings(server, directory.resolve("ca.crt")))) {
            assertThat(servers.elasticsearch().send("GET", "/", null).join().status())
                    .isEqualTo(200);
            assertThat(credentials).containsExactly("Basic cmVhZGVyOnNlY3JldA==");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        var server = secureServer(new ArrayList<>());
        try (var servers = Servers.external(settings(server, null))) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(
                            () -> servers.elasticsearch().send("GET", "/", null).join())
                    .withCauseInstanceOf(SSLException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void namesTheSettingOfACertificateThatCannotBeRead() {
        var settings = new SampleSettings.Elasticsearch("https://localhost:1", null, null, directory.resolve("none"));

        assertThatExceptionOfType(SampleException.class)
                .isThrownBy(() -> Servers.external(settings))
                .withMessageContaining("sample.elasticsearch.ca-certificate");
    }

    private static SampleSettings.Elasticsearch settings(HttpsServer server, @Nullable Path certificate) {
        return new SampleSettings.Elasticsearch(
                "https://localhost:" + server.getAddress().getPort(), "reader", "secret", certificate);
    }

    private HttpsServer secureServer(List<String> credentials)
            throws IOException, InterruptedException, GeneralSecurityException {
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
        var keys = KeyStore.getInstance("PKCS12");
        try (var stream = Files.newInputStream(directory.resolve("keys.p12"))) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            credentials.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void keytool(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(command));
        line.addAll(List.of("-keystore", "keys.p12", "-storetype", "PKCS12", "-storepass", PASSWORD));
        var process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
