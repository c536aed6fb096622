package org.kanworkbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows of docs/architecture.md. One Maven module means that the compiler cannot. */
class ArchitectureTest {

    private static final String ROOT = "org.kanworkbench";

    /** What each package may use; arrows only point down. A new package must be entered here and in the page. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "network", Set.of(),
            "data", Set.of("network"),
            "engine", Set.of("network"),
            "training", Set.of("network", "data", "engine"),
            "runs", Set.of("network", "data", "engine", "training"),
            "app", Set.of("network", "data", "engine", "training", "runs"),
            "cli", Set.of("network", "data", "engine", "training", "runs", "app"));

    private static JavaClasses main;
    private static JavaClasses everything;

    @BeforeAll
    static void readClassFiles() {
        everything = new ClassFileImporter().importPackages(ROOT);
        main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void every_package_has_its_place() {
        Set<String> found = main.stream()
                .map(c -> c.getPackageName())
                .filter(p -> p.length() > ROOT.length())
                .map(p -> p.substring(ROOT.length() + 1).split("\\.")[0])
                .collect(toCollection(TreeSet::new));
        assertThat(found).isSubsetOf(MAY_USE.keySet()).contains("network", "data", "engine", "training", "app");
    }

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void arrows_only_point_down(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
                .map(ArchitectureTest::tree)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(main);
        slices().matching(ROOT + ".app.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void only_the_application_knows_JavaFX() {
        onlyIn(Set.of("app"), "javafx..", "atlantafx..", "org.kordamp.ikonli..", "eu.hansolo..", "io.fair_acc..");
    }

    @Test
    void only_runs_and_commands_know_Jackson() {
        onlyIn(Set.of("runs", "cli"), "com.fasterxml.jackson..");
    }

    @Test
    void only_commands_know_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("cli"))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".Launcher")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(main);
    }

    @Test
    void only_the_engine_knows_the_vector_module() {
        onlyIn(Set.of("engine"), "jdk.incubator..");
    }

    @Test
    void only_commands_write_to_standard_output() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("cli"))
                .should()
                .accessField(System.class, "out")
                .check(main);
    }

    @Test
    void chance_comes_from_seeds_that_are_passed_in() {
        noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .check(everything);
        fields().that()
                .haveRawType(assignableTo(RandomGenerator.class))
                .should()
                .notHaveModifier(JavaModifier.STATIC)
                .allowEmptyShould(true)
                .check(everything);
    }

    @Test
    void nothing_waits_by_the_clock() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(everything);
    }

    private static void onlyIn(Set<String> packages, String... libraries) {
        String[] trees = packages.stream().map(ArchitectureTest::tree).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(trees)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(main);
    }

    private static String tree(String name) {
        return ROOT + "." + name + "..";
    }
}
