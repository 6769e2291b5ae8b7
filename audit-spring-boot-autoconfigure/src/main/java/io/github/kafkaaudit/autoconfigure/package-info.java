/** Wires the audit into a Spring Boot application. */
@NullMarked
package io.github.kafkaaudit.autoconfigure;

import org.jspecify.annotations.NullMarked;
