import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The product's classes, parsed, verified and linked once and for all, as a file that every start maps into memory (the
 * JDK's AOT cache). It is written by the launcher itself, as it holds for exactly its jars and flags. Where it does not fit,
 * the program starts without it.
 */
record ClassArchive(Platform platform, Path image) {

    private static final String NAME = "kan-workbench.aot";

    /** The virtual machine compares jars' times; installers copy files without keeping them, so set the same time again. */
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** Opens the window until a training could be started, without a display, and keeps the classes that this took. */
    void make() throws IOException, InterruptedException {
        Path folder = platform.applicationFolder(image).toAbsolutePath();
        setTimes(folder);
        Path home = Files.createTempDirectory("kan-workbench");
        String flags = String.join(
                " ",
                // The variable's words are separated by spaces, which folders' names may have, too.
                "-XX:AOTCacheOutput='" + folder.resolve(NAME) + "'",
                "-Dkanworkbench.startup.report='" + home.resolve("report") + "'",
                "-Dkanworkbench.startup.exit=true",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Djava.awt.headless=true");
        Tool.run(
                Map.of("JAVA_TOOL_OPTIONS", flags, "KANWORKBENCH_HOME", home.toString()),
                platform.launcher(image).toString());
        Tool.delete(home);
        if (!Files.exists(folder.resolve(NAME))) {
            throw new IllegalStateException("the virtual machine wrote no " + NAME);
        }
        useInEveryLauncher();
    }

    private static void setTimes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                Files.setLastModifiedTime(jar, TIME);
            }
        }
    }

    private void useInEveryLauncher() throws IOException {
        List<Path> configurations;
        try (Stream<Path> files = Files.list(platform.applicationFolder(image))) {
            configurations = files.filter(f -> f.toString().endsWith(".cfg")).toList();
        }
        for (Path file : configurations) {
            // The last section is the one of the virtual machine's options.
            List<String> options = new ArrayList<>(List.of("-XX:AOTCache=$APPDIR/" + NAME));
            if (!file.getFileName().toString().equals(platform.name() + ".cfg")) {
                // What the window compiles as it starts is in the way of a command's first epoch.
                options.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining"));
            }
            Files.write(
                    file,
                    options.stream().map(option -> "java-options=" + option).toList(),
                    StandardOpenOption.APPEND);
        }
    }
}
