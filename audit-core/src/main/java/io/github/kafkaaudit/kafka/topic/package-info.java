/** The audit topic: the sink that writes it, its creation, and the settings of the audit's own producer. */
@NullMarked
package io.github.kafkaaudit.kafka.topic;

import org.jspecify.annotations.NullMarked;
