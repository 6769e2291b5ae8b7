package io.github.kafkaaudit;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

class ArchitectureTests {

    private static final String ROOT = "io.github.kafkaaudit";

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT + ".spring", ROOT + ".autoconfigure");

    private static final ArchCondition<JavaClass> HAVE_NO_PUBLIC_MEMBERS =
            new ArchCondition<>("have no public members") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (JavaMember member : type.getMembers()) {
                        if (member.getModifiers().contains(JavaModifier.PUBLIC)) {
                            events.add(SimpleConditionEvent.violated(member, member.getFullName() + " is public"));
                        }
                    }
                }
            };

    private static final DescribedPredicate<JavaClass> OPEN_FOR_INHERITANCE =
            new DescribedPredicate<>("open for inheritance") {
                @Override
                public boolean test(JavaClass type) {
                    return !(type.isInterface()
                            || type.isEnum()
                            || type.isRecord()
                            || type.getModifiers().contains(JavaModifier.FINAL));
                }
            };

    @Test
    void hasNoCyclesOfPackages() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(STARTER);
    }

    @Test
    void observesSpringKafkaWithoutBoot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".spring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot..", ROOT + ".autoconfigure..")
                .check(STARTER);
    }

    @Test
    void hasAutoConfigurationsThatArePublicFinalAndOfferNothing() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould(HAVE_NO_PUBLIC_MEMBERS)
                .check(STARTER);
    }

    @Test
    void makesPostProcessorsInStaticMethods() {
        methods()
                .that()
                .areAnnotatedWith(Bean.class)
                .and()
                .haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class))
                .should()
                .beStatic()
                .check(STARTER);
    }

    @Test
    void offersNothingToInheritFrom() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .areNotNestedClasses()
                .and(are(OPEN_FOR_INHERITANCE))
                .should()
                .bePublic()
                .allowEmptyShould(true)
                .check(STARTER);
    }

    @Test
    void logsThroughSlf4jAndPrintsNothing() {
        noClasses().should(USE_JAVA_UTIL_LOGGING).check(STARTER);
        noClasses().should(ACCESS_STANDARD_STREAMS).check(STARTER);
    }
}
