/** The vocabulary of the audit trail and its façade: what an event is, which policies apply, where events go. */
@NullMarked
package io.github.kafkaaudit;

import org.jspecify.annotations.NullMarked;
