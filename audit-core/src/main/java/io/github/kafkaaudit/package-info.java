/** The contracts that an extension implements: where events go, where they wait, how they are encoded. */
@NullMarked
package io.github.kafkaaudit;

import org.jspecify.annotations.NullMarked;
