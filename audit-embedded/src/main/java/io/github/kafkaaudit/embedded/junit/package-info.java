/** The JUnit extension that gives a test class the embedded servers. */
@NullMarked
package io.github.kafkaaudit.embedded.junit;

import org.jspecify.annotations.NullMarked;
