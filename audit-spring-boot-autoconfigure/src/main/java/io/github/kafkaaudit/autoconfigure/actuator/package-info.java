/** The audit's side of the actuator: its health, and an endpoint that shows and changes it. */
@NullMarked
package io.github.kafkaaudit.autoconfigure.actuator;

import org.jspecify.annotations.NullMarked;
