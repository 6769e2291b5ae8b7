package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.ElasticsearchConnection;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Installs the templates that production uses, those that the bare server knows. */
final class IndexTemplates {

    private static final Map<String, String> TEMPLATES = new LinkedHashMap<>();

    static {
        // In this order: an index template must find its component templates.
        TEMPLATES.put("/_component_template/kafka-audit-core", "component-templates/kafka-audit-core.json");
        TEMPLATES.put("/_index_template/kafka-audit", "index-templates/kafka-audit.json");
        TEMPLATES.put("/_index_template/kafka-audit-quarantine", "index-templates/kafka-audit-quarantine.json");
    }

    private final ElasticsearchConnection connection;

    IndexTemplates(ElasticsearchConnection connection) {
        this.connection = connection;
    }

    void install() throws IOException {
        for (var template : TEMPLATES.entrySet()) {
            try {
                var response = connection
                        .send("PUT", template.getKey(), read(template.getValue()))
                        .join();
                if (!response.isSuccess()) {
                    throw new IOException("Elasticsearch refused the template " + template.getValue() + " with status "
                            + response.status() + ".");
                }
            } catch (CompletionException e) {
                throw new IOException("Elasticsearch did not answer.", e.getCause());
            }
        }
    }

    static byte[] read(String template) throws IOException {
        try (var stream = IndexTemplates.class.getResourceAsStream("elasticsearch/" + template)) {
            if (stream == null) {
                throw new IllegalStateException("The template " + template + " is not on the class path.");
            }
            return stream.readAllBytes();
        }
    }
}
