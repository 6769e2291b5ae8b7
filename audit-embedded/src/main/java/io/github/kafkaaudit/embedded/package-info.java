/** A Kafka broker, an Elasticsearch node and an indexer inside the JVM, for trying out and for tests. */
@NullMarked
package io.github.kafkaaudit.embedded;

import org.jspecify.annotations.NullMarked;
