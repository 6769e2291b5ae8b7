/** Reaches the clients of Spring Cloud Stream's Kafka binder, which are no beans. */
@NullMarked
package io.github.kafkaaudit.autoconfigure.cloudstream;

import org.jspecify.annotations.NullMarked;
