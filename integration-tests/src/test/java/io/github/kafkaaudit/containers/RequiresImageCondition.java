package io.github.kafkaaudit.containers;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Asks the container engine before anything of the test class is touched. */
final class RequiresImageCondition implements ExecutionCondition {

    static final String REQUIRED = "testcontainers.required";

    private static final Logger logger = LoggerFactory.getLogger(RequiresImageCondition.class);

    private final Engine engine;

    RequiresImageCondition() {
        this(new Docker());
    }

    RequiresImageCondition(Engine engine) {
        this.engine = engine;
    }

    /** The image that a test class runs with. */
    static String imageOf(Class<?> test) {
        return AnnotationSupport.findAnnotation(test, RequiresImage.class)
                .map(required -> System.getProperty(required.property(), required.image()))
                .orElseThrow(() -> new IllegalArgumentException(test.getName() + " names no image."));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        return evaluate(test, imageOf(test));
    }

    ConditionEvaluationResult evaluate(Class<?> test, String image) {
        String obstacle = engine.obstacle(image);
        if (obstacle == null) {
            return ConditionEvaluationResult.enabled(image + " is here");
        }
        if (Boolean.getBoolean(REQUIRED)) {
            throw new IllegalStateException(obstacle + " (-D" + REQUIRED + "=true forbids to skip it)");
        }
        // Maven's console only counts the skipped.
        logger.warn("{} is skipped: {}", test.getSimpleName(), obstacle);
        return ConditionEvaluationResult.disabled(obstacle);
    }

    /** What may have an image. */
    interface Engine {

        /** Returns in one sentence why a container of the image cannot be run here, or null. */
        @Nullable String obstacle(String image);
    }

    private static final class Docker implements Engine {

        private static final long PULL_MINUTES = 3;

        @Override
        public @Nullable String obstacle(String image) {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return "There is no container engine.";
            }
            try {
                new RemoteDockerImage(DockerImageName.parse(image)).get(PULL_MINUTES, TimeUnit.MINUTES);
                return null;
            } catch (RuntimeException | TimeoutException e) {
                return "The image " + image + " is not here and cannot be pulled: " + e.getMessage();
            }
        }
    }
}
