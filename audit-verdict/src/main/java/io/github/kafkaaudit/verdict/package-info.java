/**
 * What the events of the audit trail say about one message: how often it was published and by whom, what each consumer
 * group did with it, what differs between its publications, and whether the trail is complete enough to say so.
 */
@NullMarked
package io.github.kafkaaudit.verdict;

import org.jspecify.annotations.NullMarked;
