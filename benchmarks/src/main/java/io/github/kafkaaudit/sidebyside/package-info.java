/** Runs one application with and without recorders of its messages in alternating rounds, and compares. */
@NullMarked
package io.github.kafkaaudit.sidebyside;

import org.jspecify.annotations.NullMarked;
