/** Observes Kafka's own clients: decorators of producers and consumers, and the capture of what is on the wire. */
@NullMarked
package io.github.kafkaaudit.kafka;

import org.jspecify.annotations.NullMarked;
