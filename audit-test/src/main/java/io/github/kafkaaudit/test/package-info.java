/** Assertions about what a service has produced and consumed, from its own audit trail, in memory. */
@NullMarked
package io.github.kafkaaudit.test;

import org.jspecify.annotations.NullMarked;
