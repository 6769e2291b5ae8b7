/**
 * The truth table: one test per behaviour, with a real broker, and the same applications with and without the audit.
 */
@NullMarked
package io.github.kafkaaudit.truth;

import org.jspecify.annotations.NullMarked;
