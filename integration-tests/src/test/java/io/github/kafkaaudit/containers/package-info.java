/** The starter against a broker in a container, where there is a container engine. */
@NullMarked
package io.github.kafkaaudit.containers;

import org.jspecify.annotations.NullMarked;
