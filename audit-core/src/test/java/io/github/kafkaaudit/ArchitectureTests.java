package io.github.kafkaaudit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final String ROOT = "io.github.kafkaaudit";

    private static final DescribedPredicate<JavaClass> CLOSED = new DescribedPredicate<>("closed for inheritance") {
        @Override
        public boolean test(JavaClass type) {
            return type.isInterface()
                    || type.isEnum()
                    || type.isRecord()
                    || type.getModifiers().contains(JavaModifier.FINAL);
        }
    };

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void looksAtTheClassesOfThisModule() {
        assertThat(CORE.contain(AuditTrail.class)).isTrue();
        assertThat(CORE.contain(ArchitectureTests.class)).isFalse();
    }

    @Test
    void hasNoCyclesOfPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void isFreeOfSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CORE);
    }

    @Test
    void dependsFromThePartsOnTheRootAndNeverBack() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".*.."))
                .check(CORE);
    }

    @Test
    void keepsThePartsApart() {
        onlyDependsOnTheRootAnd("payload");
        onlyDependsOnTheRootAnd("json", "payload");
        onlyDependsOnTheRootAnd("spool");
        onlyDependsOnTheRootAnd("elasticsearch", "json");
        onlyDependsOnTheRootAnd("kafka", "json", "payload", "spool");
    }

    @Test
    void knowsKafkaOnlyInItsKafkaPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CORE);
    }

    @Test
    void offersNothingToInheritFrom() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotNestedClasses()
                .should(be(CLOSED))
                .check(CORE);
    }

    @Test
    void logsThroughSlf4jAndPrintsNothing() {
        noClasses().should(USE_JAVA_UTIL_LOGGING).check(CORE);
        noClasses().should(ACCESS_STANDARD_STREAMS).check(CORE);
    }

    private void onlyDependsOnTheRootAnd(String part, String... others) {
        String[] forbidden = Stream.of("payload", "json", "spool", "elasticsearch", "kafka", "jdbc")
                .filter(other -> !other.equals(part) && !List.of(others).contains(other))
                .map(other -> ROOT + '.' + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + '.' + part + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CORE);
    }
}
