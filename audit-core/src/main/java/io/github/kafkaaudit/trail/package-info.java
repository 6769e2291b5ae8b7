/**
 * The way of an event from the thread that observed it to the sink: queue, audit thread, spool, losses and their
 * disclosure.
 */
@NullMarked
package io.github.kafkaaudit.trail;

import org.jspecify.annotations.NullMarked;
