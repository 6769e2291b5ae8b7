/** What the tests beside Logstash need of the embedded indexer. */
@org.jspecify.annotations.NullMarked
package io.github.kafkaaudit.embedded;
