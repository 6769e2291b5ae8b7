/** Failures in a table of a relational database, for teams that keep them there today. */
@NullMarked
package io.github.kafkaaudit.jdbc;

import org.jspecify.annotations.NullMarked;
