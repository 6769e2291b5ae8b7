/** Failures in a table of the databases that people have, with the real servers. */
@NullMarked
package io.github.kafkaaudit.jdbc;

import org.jspecify.annotations.NullMarked;
