/** The incident of the four messages, told by two services and settled from their audit trail. */
@NullMarked
package io.github.kafkaaudit.sample;

import org.jspecify.annotations.NullMarked;
