/** What has to hold beside every supported version of Spring Boot; compatibility-tests runs it beside each of them. */
@NullMarked
package io.github.kafkaaudit.compatibility;

import org.jspecify.annotations.NullMarked;
