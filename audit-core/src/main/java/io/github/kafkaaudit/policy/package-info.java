/** What is recorded of a topic: which payload, what is masked, which business key, and what happens under overload. */
@NullMarked
package io.github.kafkaaudit.policy;

import org.jspecify.annotations.NullMarked;
