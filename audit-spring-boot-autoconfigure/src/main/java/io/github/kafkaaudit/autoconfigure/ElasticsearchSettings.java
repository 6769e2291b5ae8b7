package io.github.kafkaaudit.autoconfigure;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Turns the settings of the way to Elasticsearch into a connection; what cannot be used is named with the way out. */
final class ElasticsearchSettings {

    private static final String PREFIX = "kafka.audit.elasticsearch.";

    private final KafkaAuditProperties.Elasticsearch settings;
    private final ListableBeanFactory beanFactory;

    ElasticsearchSettings(KafkaAuditProperties.Elasticsearch settings, ListableBeanFactory beanFactory) {
        this.settings = settings;
        this.beanFactory = beanFactory;
    }

    ElasticsearchConnection connection() {
        ElasticsearchConnection.Builder connection = ElasticsearchConnection.builder(addresses())
                .connectTimeout(settings.connectTimeout())
                .requestTimeout(settings.requestTimeout());
        authenticate(connection);
        SSLContext context = sslContext();
        if (context != null) {
            connection.sslContext(context);
        }
        return connection.build();
    }

    private List<URI> addresses() {
        if (settings.urls().isEmpty()) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "urls",
                    "The sink is \"elasticsearch\", but there is no address of one.",
                    "Set it, such as \"https://search.example.org:9200\", or take another sink.");
        }
        return settings.urls().stream().map(ElasticsearchSettings::address).toList();
    }

    private static URI address(String url) {
        URI address = parsed(url);
        if (address != null && address.getRawUserInfo() != null) {
            // Without the address: it has a password in it.
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "urls",
                    "An address must not have credentials in it, because it is shown in reports.",
                    "Use " + PREFIX + "username and password, or api-key.");
        }
        if (address == null
                || address.getHost() == null
                || address.getQuery() != null
                || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "urls",
                    // Somebody may have written credentials into it.
                    (url.indexOf('@') >= 0 || url.indexOf('?') >= 0 ? "What is written" : "\"" + url + "\"")
                            + " is not the address of an Elasticsearch.",
                    "Use http or https, a host and a port, such as \"https://search.example.org:9200\".");
        }
        return address;
    }

    private static @Nullable URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void authenticate(ElasticsearchConnection.Builder connection) {
        String username = given(settings.username());
        String password = given(settings.password());
        String apiKey = given(settings.apiKey());
        if (apiKey != null && (username != null || password != null)) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "api-key",
                    "There are two credentials, an API key and a user.",
                    "Remove the API key, or " + PREFIX + "username and password.");
        }
        if ((username == null) != (password == null)) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + (username == null ? "username" : "password"),
                    "The user has only a " + (username == null ? "password" : "name") + ".",
                    "Set both " + PREFIX + "username and password, or none of them.");
        }
        if (username != null && password != null) {
            connection.basicAuthentication(username, password);
        } else if (apiKey != null) {
            connection.apiKey(apiKey);
        }
    }

    private @Nullable SSLContext sslContext() {
        String certificate = given(settings.caCertificate());
        String bundle = given(settings.sslBundle());
        if (certificate != null && bundle != null) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "ssl-bundle",
                    "There are two sources of trust, an SSL bundle and a certificate.",
                    "Remove the bundle, or " + PREFIX + "ca-certificate.");
        }
        if (bundle != null) {
            return bundle(bundle).createSslContext();
        }
        return certificate == null ? null : trusting(certificate);
    }

    private SslBundle bundle(String name) {
        SslBundles bundles = beanFactory.getBeanProvider(SslBundles.class).getIfAvailable();
        try {
            if (bundles != null) {
                return bundles.getBundle(name);
            }
        } catch (NoSuchSslBundleException e) {
            // Said below, with the name of our property.
        }
        throw new InvalidKafkaAuditSettingException(
                PREFIX + "ssl-bundle",
                "There is no SSL bundle named \"" + name + "\".",
                "Define spring.ssl.bundle.pem." + name + ", or use " + PREFIX + "ca-certificate.");
    }

    private static SSLContext trusting(String certificate) {
        // A path is what people write; Boot would look for it on the class path.
        String location = certificate.startsWith("file:")
                        || certificate.startsWith("classpath:")
                        || certificate.startsWith("-----BEGIN ")
                ? certificate
                : "file:" + certificate;
        try {
            return SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificates(location)))
                    .createSslContext();
        } catch (RuntimeException e) {
            throw new InvalidKafkaAuditSettingException(
                    PREFIX + "ca-certificate",
                    location + " cannot be read as certificates in PEM form.",
                    "Name a file that the application may read, such as \"/etc/audit/ca.crt\".");
        }
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
