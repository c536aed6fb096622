package org.kanworkbench;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.net.URL;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows of docs/architecture.md. One Maven module means that the compiler cannot. */
class ArchitectureTest {

    private static final String ROOT = "org.kanworkbench";

    /** What each part may use: parts that stand above it in this list. A new package must be entered here and in the page. */
    private static final List<Part> PARTS = List.of(
            new Part("plot"),
            new Part("expression"),
            new Part("optimize"),
            new Part("statistics"),
            new Part("network"),
            new Part("data", "expression", "network"),
            new Part("engine", "network", "optimize"),
            new Part("training", "network", "data", "engine"),
            new Part("explain", "network", "data", "engine", "training"),
            new Part("files", "network", "data", "engine", "training"),
            new Part("report", "plot", "data", "files"),
            new Part("runs", "network", "data", "engine", "training", "explain", "files"),
            new Part("gpu", "network", "data", "engine", "training"),
            new Part("dl4j", "network", "data", "engine", "training", "files", "gpu"),
            new Part("quantize", "network", "data", "engine", "training", "files", "runs"),
            new Part(
                    "noise",
                    "plot",
                    "expression",
                    "statistics",
                    "network",
                    "data",
                    "engine",
                    "training",
                    "files",
                    "report",
                    "runs"),
            new Part("search", "statistics", "network", "data", "engine", "training", "files", "runs"),
            new Part("compare", "plot", "statistics", "network", "data", "engine", "training", "files", "report"),
            new Part(
                    "formula",
                    "expression",
                    "optimize",
                    "network",
                    "engine",
                    "data",
                    "training",
                    "files",
                    "runs",
                    "noise"),
            new Part("reference", "network", "formula"),
            new Part(
                    "app",
                    "plot",
                    "expression",
                    "optimize",
                    "statistics",
                    "network",
                    "data",
                    "engine",
                    "training",
                    "explain",
                    "files",
                    "report",
                    "runs",
                    "gpu",
                    "dl4j",
                    "quantize",
                    "noise",
                    "search",
                    "compare",
                    "formula"),
            new Part(
                    "cli",
                    "plot",
                    "expression",
                    "optimize",
                    "statistics",
                    "network",
                    "data",
                    "engine",
                    "training",
                    "explain",
                    "files",
                    "report",
                    "runs",
                    "gpu",
                    "dl4j",
                    "quantize",
                    "noise",
                    "search",
                    "compare",
                    "formula"),
            new Part(
                    "bench",
                    "plot",
                    "expression",
                    "optimize",
                    "statistics",
                    "network",
                    "data",
                    "engine",
                    "training",
                    "explain",
                    "files",
                    "report",
                    "runs",
                    "gpu",
                    "dl4j",
                    "quantize",
                    "noise",
                    "search",
                    "compare",
                    "formula",
                    "app",
                    "cli"));

    private record Part(String name, Set<String> mayUse) {
        Part(String name, String... mayUse) {
            this(name, Set.of(mayUse));
        }
    }

    private static JavaClasses main;
    private static JavaClasses everything;

    @BeforeAll
    static void readClassFiles() {
        everything = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                // Not by package: for that, all of the JDK is listed.
                .importUrls(List.of(folder(Launcher.class), folder(ArchitectureTest.class)));
        main = everything.that(describe(
                "are no tests",
                c -> ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(
                        Location.of(c.getSource().orElseThrow().getUri()))));
    }

    private static URL folder(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** They are hundreds of megabytes. */
    @AfterAll
    static void forgetClassFiles() {
        everything = null;
        main = null;
    }

    @Test
    void every_package_has_its_place() {
        assertThat(main)
                .filteredOn(c -> !c.getPackageName().equals(ROOT))
                .isNotEmpty()
                .allSatisfy(c -> assertThat(partOf(c)).as(c.getName()).isPresent());
    }

    @Test
    void the_list_itself_has_no_cycles() {
        Set<String> above = new HashSet<>();
        for (Part part : PARTS) {
            assertThat(above).as("above " + part.name()).containsAll(part.mayUse());
            above.add(part.name());
        }
    }

    @Test
    void arrows_only_point_down() {
        List<String> upward = main.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::isForbidden)
                .map(Dependency::getDescription)
                .toList();
        assertThat(upward).isEmpty();
    }

    private static boolean isForbidden(Dependency dependency) {
        Optional<Part> from = partOf(dependency.getOriginClass());
        Optional<Part> to = partOf(dependency.getTargetClass().getBaseComponentType());
        return from.isPresent()
                && to.isPresent()
                && !from.equals(to)
                && !from.get().mayUse().contains(to.get().name());
    }

    /** The part whose name is the longest that fits; none for Launcher and for libraries. */
    private static Optional<Part> partOf(JavaClass type) {
        return PARTS.stream()
                .filter(part -> (type.getPackageName() + ".").startsWith(ROOT + "." + part.name() + "."))
                .max(comparingInt(part -> part.name().length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "bench",
                "cli",
                "compare",
                "data",
                "dl4j",
                "engine",
                "files",
                "formula",
                "gpu",
                "network",
                "noise",
                "quantize",
                "runs",
                "search",
                "training"
            })
    void packages_beside_each_other_have_no_cycles(String part) {
        slices().matching(ROOT + "." + part + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(main);
    }

    @Test
    void only_the_application_knows_JavaFX() {
        onlyIn(
                Set.of("app", "bench.window"),
                "javafx..",
                "atlantafx..",
                "org.kordamp.ikonli..",
                "eu.hansolo..",
                "io.fair_acc..");
    }

    @Test
    void only_what_keeps_files_or_prints_lines_knows_Jackson() {
        onlyIn(
                Set.of("files", "runs", "noise", "formula", "search", "compare", "cli", "app.shell"),
                "com.fasterxml.jackson..");
    }

    @Test
    void only_commands_know_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("cli"), ROOT + ".bench")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(main);
    }

    @Test
    void only_the_run_store_knows_SQL() {
        onlyIn(Set.of("runs"), "java.sql..", "javax.sql..", "org.sqlite..", "org.jdbi..");
    }

    @Test
    void only_quantisation_knows_ONNX() {
        onlyIn(Set.of("quantize"), "ai.onnx..", "org.tribuo..");
    }

    @Test
    void only_its_own_part_knows_Deeplearning4j() {
        onlyIn(Set.of("dl4j"), "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");
    }

    @Test
    void only_readers_and_writers_of_protocol_buffers_know_their_library() {
        onlyIn(Set.of("quantize", "files.tensorboard"), "com.google.protobuf..");
    }

    @Test
    void only_the_engine_knows_the_vector_module() {
        onlyIn(Set.of("engine"), "jdk.incubator..");
    }

    @Test
    void only_commands_write_to_standard_output() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("cli"), tree("bench"))
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

    /** Floats are added up in any order there, and in another one once the code is compiled. */
    @Test
    void lanes_are_added_up_in_one_place() {
        noClasses()
                .that()
                .doNotHaveSimpleName("InputScaler")
                .should()
                .callMethod(FloatVector.class, "reduceLanes", VectorOperators.Associative.class)
                .check(main);
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
