package io.github.kafkaaudit.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The starter adds its own beans to an application, takes none away and exchanges none. */
@Tag("nothing-but-itself")
class BeansIntegrationTests {

    private static final ClassPath ALL = ClassPath.ofTheTests();

    @Test
    void addsOnlyItsOwnToAnApplicationWithKafkaOfSpringBoot() throws Exception {
        assertThat(added(ALL, PlainApplication.class)).isNotEmpty().allMatch(BeansIntegrationTests::isOurs);
    }

    @Test
    void addsOnlyItsOwnToAnApplicationThatConfiguresSpringKafkaByHand() throws Exception {
        assertThat(added(ALL.withoutBootsKafka(), HandMadeKafka.class))
                .isNotEmpty()
                .allMatch(BeansIntegrationTests::isOurs);
    }

    @Test
    void addsNothingToAnApplicationWithoutKafka() throws Exception {
        assertThat(added(ALL.withoutKafka(), PlainApplication.class)).isEmpty();
    }

    private static Set<String> added(ClassPath with, Class<?> configuration) throws Exception {
        Set<String> without = beans(with.withoutTheAudit(), configuration);
        Set<String> beans = beans(with, configuration);
        assertThat(beans).as("beans with the starter").containsAll(without);
        beans.removeAll(without);
        return beans;
    }

    private static Set<String> beans(ClassPath classPath, Class<?> configuration) throws Exception {
        return new TreeSet<>(List.of(
                classPath.run(PlainApplication.class, configuration.getName()).split("\n")));
    }

    private static boolean isOurs(String bean) {
        return bean.contains(" class io.github.kafkaaudit.")
                || bean.startsWith("kafkaAudit")
                || bean.contains("io.github.kafkaaudit.");
    }
}
