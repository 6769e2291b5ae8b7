/** What observes Kafka's own clients: decorators, wire capture, and the sink that writes the audit topic. */
@NullMarked
package io.github.kafkaaudit.kafka;

import org.jspecify.annotations.NullMarked;
