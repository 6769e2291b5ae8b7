/**
 * What runs beside the servers in their class loaders: loaded there by name and spoken to through types of the JDK
 * only.
 */
@NullMarked
package io.github.kafkaaudit.embedded.server;

import org.jspecify.annotations.NullMarked;
