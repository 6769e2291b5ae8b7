/** The overflow on disk: events in checksummed segment files, one directory per run of a process. */
@NullMarked
package io.github.kafkaaudit.spool;

import org.jspecify.annotations.NullMarked;
