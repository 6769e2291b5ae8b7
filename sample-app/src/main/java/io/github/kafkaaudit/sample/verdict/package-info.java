/** What the events of the audit trail say about one message. */
@NullMarked
package io.github.kafkaaudit.sample.verdict;

import org.jspecify.annotations.NullMarked;
