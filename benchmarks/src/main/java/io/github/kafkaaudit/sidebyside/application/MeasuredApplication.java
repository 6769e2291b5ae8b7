package io.github.kafkaaudit.sidebyside.application;

import java.util.List;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends and receives at full speed in one JVM, and prints what that cost as lines that the runner reads. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MeasuredApplication {

    /** What the lines for the runner begin with. */
    public static final String LINE = "side-by-side:";

    /** The line that tells that the measured part begins. */
    public static final String BEGIN = LINE + "begin";

    /** The line that tells that it has ended. */
    public static final String END = LINE + "end";

    /**
     * Runs the warm-up and the measured part, and ends.
     *
     * @param arguments Spring's, with {@code messages}, {@code warm-up}, {@code in-flight}, {@code rate} and the
     *     topics; the variant is a system property
     */
    public static void main(String[] arguments) throws Exception {
        String variant = System.getProperty("variant", "none");
        SpringApplication application = new SpringApplication(MeasuredApplication.class);
        // Only here, so that the classes of one recorder are not even loaded with another one.
        if (variant.equals("hand-written")) {
            application.addPrimarySources(List.of(HandWrittenRecorder.class));
        } else if (variant.startsWith("audited")) {
            application.addPrimarySources(List.of(AuditedReport.class));
        }
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        Properties defaults = new Properties();
        defaults.setProperty("spring.main.log-startup-info", "false");
        application.setDefaultProperties(defaults);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            context.getBean(Measurement.class).run();
        }
    }

    @Bean
    Receiver receiver() {
        return new Receiver();
    }

    @Bean
    Measurement measurement(
            KafkaTemplate<String, String> template,
            Receiver receiver,
            ObjectProvider<RecorderReport> report,
            Environment environment) {
        return new Measurement(
                new Load(
                        template,
                        receiver,
                        environment.getRequiredProperty("messages-topic"),
                        environment.getRequiredProperty("in-flight", Integer.class),
                        environment.getRequiredProperty("rate", Integer.class)),
                receiver,
                environment.getRequiredProperty("warm-up", Integer.class),
                environment.getRequiredProperty("messages", Integer.class),
                environment.getProperty("recording"),
                report.getIfAvailable());
    }
}
