package io.github.kafkaaudit.test;

import java.time.Duration;

/**
 * How long an assertion waits.
 *
 * @param timeout for what is expected to come
 * @param quiet for what is expected not to come
 */
record Patience(Duration timeout, Duration quiet) {

    static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofMillis(300));
}
