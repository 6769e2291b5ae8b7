package io.github.kafkaaudit.compatibility;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** An application that says which beans it has; it knows nothing of Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class PlainApplication {

    /** Returns a line for each bean: its name and its class. */
    static String run(String configuration) throws ClassNotFoundException {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        PlainApplication.class, ClassUtils.forName(configuration, null))
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "logging.level.root=off",
                        "spring.application.name=beans",
                        "kafka.audit.sink=none",
                        "kafka.audit.spool.enabled=false")
                .run()) {
            ConfigurableListableBeanFactory beans = context.getBeanFactory();
            return Arrays.stream(beans.getBeanDefinitionNames())
                    .map(name -> name
                            + ' '
                            + String.valueOf(beans.getType(name, false)).replaceAll("(\\$\\$Lambda|\\$Proxy).*", "$1"))
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
    }
}
