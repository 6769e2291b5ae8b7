/**
 * The audit beside frameworks that make Kafka clients, or stand between a client and the application, in ways of their
 * own.
 */
@org.jspecify.annotations.NullMarked
package io.github.kafkaaudit.ecosystem.framework;
