package io.github.kafkaaudit.delivery;

import io.github.kafkaaudit.embedded.EmbeddedAuditStack;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The servers that the tests of this package stop and start as they like; closed with the JVM. */
final class FaultyServers {

    private static @Nullable EmbeddedAuditStack stack;

    private FaultyServers() {}

    /** Returns the servers with everything running. */
    static synchronized EmbeddedAuditStack running() {
        if (stack == null) {
            stack = EmbeddedAuditStack.builder()
                    .brokerProperties(Map.of(
                            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                            "allow.everyone.if.no.acl.found", "true",
                            "auto.create.topics.enable", "false"))
                    .start();
        }
        stack.kafka().start();
        stack.elasticsearch().start();
        stack.indexer().start();
        return stack;
    }
}
