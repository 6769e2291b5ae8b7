/** The command line of the console. */
@NullMarked
package io.github.kafkaaudit.console.cli;

import org.jspecify.annotations.NullMarked;
