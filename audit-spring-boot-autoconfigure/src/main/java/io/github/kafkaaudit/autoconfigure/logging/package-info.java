/** Ships the application's own log lines to a Kafka topic, through logback-kafka-appender with its traps closed. */
@NullMarked
package io.github.kafkaaudit.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
