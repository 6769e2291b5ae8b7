/** One question, one verdict, one picture, one evidence pack: the console over the audit trail. */
@NullMarked
package io.github.kafkaaudit.console;

import org.jspecify.annotations.NullMarked;
