package org.kanworkbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Holds what {@code packaging/} lists by hand against what the product runs with. */
class PackagingTest {

    private static final Path PACKAGING = Path.of("packaging");
    private static final Pattern VERSION = Pattern.compile("-[0-9][^-]*(-.*)?\\.jar$");

    /** What the class path holds for tests alone. */
    private static final Pattern FOR_TESTS =
            Pattern.compile("(junit|opentest4j|apiguardian|assertj|byte-buddy|archunit|testfx|"
                    + "org\\.osgi|hamcrest|jmh|jopt-simple|commons-math3|surefire).*");

    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> !FOR_TESTS.matcher(jar.getFileName().toString()).matches())
                .toList();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @Test
    void licence_of_every_installed_library_is_told() throws IOException {
        Set<String> told = lines(PACKAGING.resolve("licenses").resolve("libraries.tsv")).stream()
                .map(line -> line.split("\t")[0])
                .collect(Collectors.toSet());
        assertThat(libraries())
                .isNotEmpty()
                .extracting(jar -> VERSION.matcher(jar.getFileName().toString()).replaceFirst(""))
                .isSubsetOf(told);
    }

    @Test
    void every_library_s_licence_has_its_text() throws IOException {
        Set<String> licences = lines(PACKAGING.resolve("licenses").resolve("libraries.tsv")).stream()
                .map(line -> line.split("\t")[1].replace(' ', '-'))
                .collect(Collectors.toSet());
        licences.remove("Apache-2.0");
        assertThat(Path.of("LICENSE")).content().contains("Apache License");
        assertThat(licences)
                .allSatisfy(name -> assertThat(PACKAGING.resolve("licenses").resolve(name + ".txt"))
                        .isNotEmptyFile());
    }

    @Test
    void runtime_has_every_module_that_product_and_libraries_ask_for() throws IOException {
        Set<String> asked = new TreeSet<>(modules(List.of(Path.of("target", "classes"))));
        List<Path> withoutDescription = new ArrayList<>();
        for (Path jar : libraries()) {
            Optional<ModuleDescriptor> description = description(jar);
            description.ifPresentOrElse(
                    found -> found.requires().stream()
                            .filter(r -> !r.modifiers().contains(Requires.Modifier.STATIC))
                            .map(Requires::name)
                            .forEach(asked::add),
                    () -> withoutDescription.add(jar));
        }
        asked.addAll(modules(withoutDescription));
        asked.removeIf(name -> !name.startsWith("java.") && !name.startsWith("jdk."));
        assertThat(asked).contains("jdk.incubator.vector", "java.sql");
        assertThat(lines(PACKAGING.resolve("modules.txt"))).containsAll(asked);
    }

    private static Optional<ModuleDescriptor> description(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            JarEntry entry = file.getJarEntry("module-info.class");
            return entry == null ? Optional.empty() : Optional.of(ModuleDescriptor.read(file.getInputStream(entry)));
        }
    }

    /** The JDK's modules whose classes those use. */
    private static Set<String> modules(List<Path> places) {
        StringWriter out = new StringWriter();
        List<String> words = new ArrayList<>(List.of("--ignore-missing-deps", "--multi-release", "25", "-s"));
        places.forEach(place -> words.add(place.toString()));
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), words.toArray(String[]::new));
        return out.toString()
                .lines()
                .map(line -> line.replaceFirst(".* -> ", "").strip())
                .filter(name -> name.matches("(java|jdk)\\.[a-z.]+"))
                .collect(Collectors.toSet());
    }
}
