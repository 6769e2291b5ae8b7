/**
 * The application whose throughput, CPU and latency are compared; it knows of no recorder unless its variant has one.
 */
@NullMarked
package io.github.kafkaaudit.sidebyside.application;

import org.jspecify.annotations.NullMarked;
