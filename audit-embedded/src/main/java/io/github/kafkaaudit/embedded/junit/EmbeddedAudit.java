package io.github.kafkaaudit.embedded.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the embedded servers, on free ports, as parameters of the types
 * {@link io.github.kafkaaudit.embedded.EmbeddedAuditStack} and {@link io.github.kafkaaudit.embedded.AuditEvents}.
 *
 * <p>All test classes of a JVM share one stack, which is closed after the last test: tests tell their events apart by
 * topic, service or trail, and leave the servers running. A test that stops a server builds a stack of its own. With
 * the system property {@code embedded.elasticsearch=false} the stack is the broker alone.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmbeddedAuditExtension.class)
public @interface EmbeddedAudit {}
