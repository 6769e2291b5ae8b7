package io.github.kafkaaudit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * The oldest versions that the audit works with. It uses nothing that an older version might not have: it is what says
 * so there.
 */
final class SupportedVersions {

    private SupportedVersions() {}

    /** Returns a sentence for each library that is too old, naming what is needed and what is there. */
    static List<String> complaints() {
        return complaints(
                SpringBootVersion.getVersion(),
                KafkaTemplate.class.getPackage().getImplementationVersion(),
                AppInfoParser.getVersion());
    }

    static List<String> complaints(
            @Nullable String springBoot, @Nullable String springKafka, @Nullable String kafkaClients) {
        List<String> complaints = new ArrayList<>();
        require("Spring Boot", 3, 4, springBoot, complaints);
        require("spring-kafka", 3, 3, springKafka, complaints);
        require("kafka-clients", 3, 8, kafkaClients, complaints);
        return complaints;
    }

    private static void require(
            String library, int major, int minor, @Nullable String version, List<String> complaints) {
        if (version != null && isBefore(major, minor, version)) {
            complaints.add("Kafka Audit needs " + library + ' ' + major + '.' + minor
                    + " or newer, and this application has " + version + ": nothing is audited.");
        }
    }

    /** What is no version, as in a build of somebody's own, is taken for a new one. */
    private static boolean isBefore(int major, int minor, String version) {
        String[] parts = version.split("[.-]", -1);
        try {
            int foundMajor = Integer.parseInt(parts[0]);
            int foundMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return foundMajor < major || (foundMajor == major && foundMinor < minor);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
