/** What observes spring-kafka: interceptors around listeners, their true end, and the installation into factories. */
@NullMarked
package io.github.kafkaaudit.spring;

import org.jspecify.annotations.NullMarked;
