/**
 * A small Elasticsearch client on the JDK's HTTP client: bulk requests with a result per document, and nothing of
 * Kafka.
 */
@NullMarked
package io.github.kafkaaudit.elasticsearch;

import org.jspecify.annotations.NullMarked;
