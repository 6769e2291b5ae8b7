package io.github.kafkaaudit.sample;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code embedded.*}, of the servers in this JVM.
 *
 * @param kafka The broker.
 * @param elasticsearch The node.
 * @param dataDirectory Directory of both servers' data; a temporary one by default.
 * @param keepData Whether the data stay when the sample ends.
 */
record EmbeddedSettings(
        @DefaultValue Kafka kafka,
        @DefaultValue Elasticsearch elasticsearch,
        @Nullable Path dataDirectory,
        @DefaultValue("false") boolean keepData) {

    /** The sample closes the stack itself, after the services that use it. */
    EmbeddedAuditStack start() {
        var stack = EmbeddedAuditStack.builder()
                .kafkaPort(kafka.port)
                .elasticsearchPort(elasticsearch.port)
                .keepData(keepData)
                .closeOnShutdown(false);
        if (dataDirectory != null) {
            stack.dataDirectory(dataDirectory);
        }
        return stack.start();
    }

    /**
     * The broker.
     *
     * @param port Port of the broker; 0 for any free one.
     */
    record Kafka(@DefaultValue("19092") int port) {}

    /**
     * The node.
     *
     * @param port Port of the node's HTTP interface; 0 for any free one.
     */
    record Elasticsearch(@DefaultValue("19200") int port) {}
}
