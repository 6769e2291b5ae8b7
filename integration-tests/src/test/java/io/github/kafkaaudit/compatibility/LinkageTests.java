package io.github.kafkaaudit.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kafkaaudit.autoconfigure.KafkaAuditAutoConfiguration;
import io.github.kafkaaudit.kafka.KafkaAudit;
import io.github.kafkaaudit.test.RecordedAudit;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every class, method and field of other libraries that our class files name is there, and open to us, in the versions
 * on the class path: what is missing would be an error when it is first used, in somebody's production.
 */
class LinkageTests {

    /** Libraries that these tests have not: whoever has them has what our classes name. */
    private static final Set<String> ABSENT_LIBRARIES = Set.of("org/springframework/cloud/stream/");

    private static final String SHARE_CONSUMERS = "org/springframework/kafka/core/ShareConsumerFactory";
    private static final String PLUGIN_METRICS = "org/apache/kafka/common/metrics/Monitorable";
    private static final String NEXT_OFFSETS =
            "org/apache/kafka/clients/consumer/ConsumerRecords.nextOffsets()Ljava/util/Map;";
    private static final String INTERCEPTOR_OF_FACTORY =
            "org/springframework/kafka/config/AbstractKafkaListenerContainerFactory"
                    + ".getRecordInterceptor()Lorg/springframework/kafka/listener/RecordInterceptor;";
    private static final String HEALTH_OF_BOOT_4 = "org/springframework/boot/health/contributor/HealthIndicator";
    private static final String HEALTH_OF_BOOT_3 = "org/springframework/boot/actuate/health/HealthIndicator";

    /**
     * What only some of the supported versions have, each in a class that is loaded, or in a method that is called,
     * only beside these. A class that is added here needs a condition in the code, and a reason. To the right what must
     * not be there for the exception to be one.
     */
    private static final Map<String, String> DEPENDS_ON_THE_VERSION = Map.ofEntries(
            Map.entry("io/github/kafkaaudit/kafka/ShareConsumers", SHARE_CONSUMERS),
            Map.entry("io/github/kafkaaudit/kafka/AuditingShareConsumer", SHARE_CONSUMERS),
            Map.entry("io/github/kafkaaudit/kafka/ShareConsumerAudit", SHARE_CONSUMERS),
            Map.entry("io/github/kafkaaudit/spring/ShareConsumerFactories", SHARE_CONSUMERS),
            Map.entry("io/github/kafkaaudit/kafka/MonitoredSerializer", PLUGIN_METRICS),
            Map.entry("io/github/kafkaaudit/kafka/MonitoredDeserializer", PLUGIN_METRICS),
            Map.entry("io/github/kafkaaudit/kafka/DelegateMetrics", PLUGIN_METRICS),
            Map.entry("io/github/kafkaaudit/spring/InstalledInterceptors", INTERCEPTOR_OF_FACTORY),
            Map.entry("io/github/kafkaaudit/kafka/PolledPositions", NEXT_OFFSETS),
            Map.entry("io/github/kafkaaudit/spring/QuietlyListedRecords", NEXT_OFFSETS),
            Map.entry(
                    "io/github/kafkaaudit/autoconfigure/actuator/KafkaAuditHealthAutoConfiguration", HEALTH_OF_BOOT_4),
            Map.entry("io/github/kafkaaudit/autoconfigure/actuator/KafkaAuditHealthIndicator", HEALTH_OF_BOOT_4),
            Map.entry(
                    "io/github/kafkaaudit/autoconfigure/actuator/KafkaAuditBoot3HealthAutoConfiguration",
                    HEALTH_OF_BOOT_3),
            Map.entry("io/github/kafkaaudit/autoconfigure/actuator/Boot3HealthIndicator", HEALTH_OF_BOOT_3));

    @Test
    void namesNothingThatTheVersionsBesideItDoNotHave() throws Exception {
        ClassFiles beside = new ClassFiles(getClass().getClassLoader());
        Set<String> missing = new TreeSet<>();
        for (Class<?> module :
                new Class<?>[] {KafkaAudit.class, KafkaAuditAutoConfiguration.class, RecordedAudit.class}) {
            for (byte[] classFile : ClassFiles.besideOf(module)) {
                ReferenceCheck check = new ReferenceCheck(beside, ABSENT_LIBRARIES);
                check.check(classFile);
                String reason = DEPENDS_ON_THE_VERSION.get(check.outermostClass());
                if (reason == null || beside.has(reason)) {
                    missing.addAll(check.missing());
                }
            }
        }

        assertThat(missing).isEmpty();
    }
}
