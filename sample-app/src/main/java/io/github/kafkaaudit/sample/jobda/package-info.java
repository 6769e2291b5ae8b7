/** The notification service: it tells applicants how their selection went. */
@NullMarked
package io.github.kafkaaudit.sample.jobda;

import org.jspecify.annotations.NullMarked;
