package io.github.kafkaaudit.containers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test class, and says why, where there is no container engine or the image cannot be had; with
 * {@code -Dtestcontainers.required=true} that is a failure.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresImageCondition.class)
@interface RequiresImage {

    /** The system property that names another image, such as one in a registry of one's own. */
    String property();

    /** The image without that property. */
    String image();
}
