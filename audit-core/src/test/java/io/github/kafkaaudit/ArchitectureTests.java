package io.github.kafkaaudit;

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
import io.github.kafkaaudit.trail.AuditTrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final String ROOT = "io.github.kafkaaudit";

    private static final String TABLE_BEGIN = "<!-- rooms: begin -->\n";
    private static final String TABLE_END = "<!-- rooms: end -->";

    private static final DescribedPredicate<JavaClass> CLOSED = new DescribedPredicate<>("closed for inheritance") {
        @Override
        public boolean test(JavaClass type) {
            return type.isInterface()
                    || type.isEnum()
                    || type.isRecord()
                    || type.reflect().isSealed()
                    || type.getModifiers().contains(JavaModifier.FINAL);
        }
    };

    private static final Map<String, Set<String>> PLAN = new TreeMap<>(Map.ofEntries(
            Map.entry("event", Set.of()),
            Map.entry("policy", Set.of("event")),
            Map.entry("contracts", Set.of("event", "policy")),
            Map.entry("trail", Set.of("contracts", "event", "policy")),
            Map.entry("kafka", Set.of("event", "kafka.delivery", "policy", "trail")),
            Map.entry("kafka.delivery", Set.of("event", "policy", "trail")),
            Map.entry("kafka.topic", Set.of("contracts", "event")),
            Map.entry("payload", Set.of("event", "policy")),
            Map.entry("json", Set.of("contracts", "event", "payload", "policy")),
            Map.entry("spool", Set.of("contracts", "event")),
            Map.entry("elasticsearch", Set.of("contracts")),
            Map.entry("jdbc", Set.of("contracts", "json"))));

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

    /** Neither an arrow that is not here, nor one here that the code does not have. */
    @Test
    void hasExactlyTheArrowsOfItsPlan() {
        assertThat(arrows()).isEqualTo(PLAN);
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

    /** {@code -Darchitecture.write=true} writes the table anew. */
    @Test
    void showsItsArrowsInTheDocumentation() throws IOException {
        Path page = Path.of("..", "docs", "architecture.md");
        String text = Files.readString(page);
        int begin = text.indexOf(TABLE_BEGIN) + TABLE_BEGIN.length();
        int end = text.indexOf(TABLE_END);
        String shown = text.substring(0, begin) + table() + text.substring(end);
        if (Boolean.getBoolean("architecture.write")) {
            Files.writeString(page, shown);
        }
        assertThat(text)
                .as("docs/architecture.md; mvn -pl audit-core test -Dtest=ArchitectureTests -Darchitecture.write=true"
                        + " writes it anew")
                .isEqualTo(shown);
    }

    /** The rooms from the ground up: each line names only rooms of the lines above it. */
    private static String table() {
        Map<String, Set<String>> arrows = arrows();
        Set<String> left = new TreeSet<>(arrows.keySet());
        StringBuilder table = new StringBuilder("\n| room | uses |\n|---|---|\n");
        Set<String> placed = new TreeSet<>();
        while (!left.isEmpty()) {
            List<String> level = left.stream()
                    .filter(room -> placed.containsAll(arrows.getOrDefault(room, Set.of())))
                    .toList();
            assertThat(level).as("rooms without a circle").isNotEmpty();
            for (String room : level) {
                table.append("| `").append(room).append("` | ");
                table.append(arrows.getOrDefault(room, Set.of()).stream()
                                .map(name -> '`' + name + '`')
                                .collect(Collectors.joining(", ")))
                        .append(" |\n");
            }
            left.removeAll(level);
            placed.addAll(level);
        }
        return table.append('\n').toString();
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : CORE) {
            Set<String> targets = arrows.computeIfAbsent(room(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTests::room)
                    .filter(target -> !target.equals(room(type)))
                    .forEach(targets::add);
        }
        return arrows;
    }

    /** The name of the package below the root; the root's own is "contracts". */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "contracts" : name.substring(ROOT.length() + 1);
    }
}
