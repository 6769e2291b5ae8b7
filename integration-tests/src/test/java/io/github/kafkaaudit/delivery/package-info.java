/** Nothing lost, nobody disturbed: delivery while something is broken, with the counts reconciled at the end. */
@NullMarked
package io.github.kafkaaudit.delivery;

import org.jspecify.annotations.NullMarked;
