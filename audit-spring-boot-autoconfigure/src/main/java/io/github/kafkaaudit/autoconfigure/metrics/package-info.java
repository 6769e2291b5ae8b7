/** Shows how the audit is as Micrometer meters. */
@NullMarked
package io.github.kafkaaudit.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
