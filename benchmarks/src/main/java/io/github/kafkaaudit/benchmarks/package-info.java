/** JMH benchmarks of what runs per event. */
@NullMarked
package io.github.kafkaaudit.benchmarks;

import org.jspecify.annotations.NullMarked;
