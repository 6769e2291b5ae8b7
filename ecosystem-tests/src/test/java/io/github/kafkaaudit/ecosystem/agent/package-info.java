/** The audit beside real tracing agents, each in a process of its own. */
@org.jspecify.annotations.NullMarked
package io.github.kafkaaudit.ecosystem.agent;
