import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Runs the JDK's tools and other programs, and moves folders. */
final class Tool {

    private Tool() {}

    /** Runs a tool of the JDK that runs this. */
    static void inProcess(String name, String... words) {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + name + ": take another build of it"));
        int status = tool.run(System.err, System.err, words);
        if (status != 0) {
            throw new IllegalStateException(name + " failed: see the lines above");
        }
    }

    /** Runs a program to its end; its output goes to standard error. */
    static void run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            System.err.write(output);
            throw new IllegalStateException(String.join(" ", List.of(words)) + " failed: see the lines above");
        }
    }

    /** Whether a program is on the path. */
    static boolean isThere(String name) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))
                        || Files.isExecutable(Path.of(folder, name + ".exe")));
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    static void copyFolder(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The size of a file, or of all in a folder, rounded. */
    static long megabytes(Path place) throws IOException {
        long bytes = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(place)) {
            files = walk.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return Math.round(bytes / 1e6);
    }
}
