package io.github.kafkaaudit.sample.ats;

import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;

/** The recruiting service. */
@SpringBootApplication(proxyBeanMethods = false)
public class AtsApplication {

    /** The topic of selection results. */
    public static final String RESULTS = "recruit.result";

    @Bean
    NewTopic results() {
        return TopicBuilder.name(RESULTS).partitions(1).replicas(1).build();
    }
}
