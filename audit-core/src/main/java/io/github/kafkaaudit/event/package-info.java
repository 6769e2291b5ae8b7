/** What happened: the vocabulary of an audit event, and the record, delivery and transaction that it tells of. */
@NullMarked
package io.github.kafkaaudit.event;

import org.jspecify.annotations.NullMarked;
