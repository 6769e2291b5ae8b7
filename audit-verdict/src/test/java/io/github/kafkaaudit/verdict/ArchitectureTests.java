package io.github.kafkaaudit.verdict;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.kafkaaudit.verdict");

    @Test
    void aVerdictNeedsNoSpringNoElasticsearchAndNoKafka() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "co.elastic..", "org.elasticsearch..", "org.apache.kafka..")
                .check(classes);
    }

    @Test
    void aVerdictTakesNothingOfTheCoreButTheNamesOfFields() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.kafkaaudit",
                        "io.github.kafkaaudit.event..",
                        "io.github.kafkaaudit.policy..",
                        "io.github.kafkaaudit.trail..",
                        "io.github.kafkaaudit.kafka..",
                        "io.github.kafkaaudit.payload..",
                        "io.github.kafkaaudit.spool..",
                        "io.github.kafkaaudit.elasticsearch..")
                .check(classes);
    }
}
