package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and Elasticsearch: in this JVM, or wherever the settings say.
 *
 * @param embedded the servers of this JVM; null when there are none
 * @param elasticsearchUrl the address of Elasticsearch
 * @param elasticsearch the connection to it
 */
record Servers(@Nullable EmbeddedAuditStack embedded, String elasticsearchUrl, ElasticsearchConnection elasticsearch)
        implements AutoCloseable {

    static Servers embedded(EmbeddedAuditStack stack) {
        return new Servers(
                stack,
                stack.elasticsearchUrl(),
                connection(stack.elasticsearchUrl()).build());
    }

    static Servers external(SampleSettings.Elasticsearch settings) {
        var connection = connection(settings.url());
        if (settings.user() != null && settings.password() != null) {
            connection.basicAuthentication(settings.user(), settings.password());
        }
        if (settings.caCertificate() != null) {
            connection.sslContext(trusting(settings.caCertificate()));
        }
        return new Servers(null, settings.url(), connection.build());
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static ElasticsearchConnection.Builder connection(String url) {
        return ElasticsearchConnection.builder(URI.create(url));
    }

    private static SSLContext trusting(Path certificate) {
        try (var stream = Files.newInputStream(certificate)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new SampleException(
                    "sample.elasticsearch.ca-certificate, " + certificate + ", cannot be read: " + e, e);
        }
    }
}
