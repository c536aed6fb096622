import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the installers of the platform it runs on, in {@code target/package}: run by {@code ./workbench package} when the
 * product is built, as {@code java packaging/Package.java [TYPE]...}. Types are {@code app-image}, which is always made, and
 * {@code deb}, {@code rpm}, {@code msi}, {@code dmg}; without one, all that this platform has the tools for.
 */
public final class Package {

    private static final Path OUT = Path.of("target", "package");
    private static final Path INPUT = OUT.resolve("input");
    private static final Path RUNTIME = OUT.resolve("runtime");
    private static final Path IMAGE = OUT.resolve("image");
    private static final Path RESOURCES = OUT.resolve("resources");

    private final Product product = Product.read(Path.of("pom.xml"));
    private final Platform platform = Platform.current();

    private Package() throws IOException {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            new Package().make(List.of(args));
        } catch (IllegalStateException e) {
            System.err.println("package: " + e.getMessage());
            System.exit(1);
        }
    }

    private void make(List<String> types) throws IOException, InterruptedException {
        List<String> installers = platform.installers(types);
        Tool.delete(OUT);
        Files.createDirectories(INPUT);
        Libraries libraries =
                new Libraries(Path.of("target", "lib"), Path.of("packaging", "licenses", "libraries.tsv"));
        say("libraries, without what belongs to other platforms");
        libraries.copyTo(INPUT, platform);
        Files.copy(
                Path.of("target", "kan-workbench-" + product.version() + ".jar"), INPUT.resolve("kan-workbench.jar"));
        say("Java runtime of " + modules().size() + " modules");
        makeRuntime();
        say("application image");
        makeImage(libraries);
        for (String type : installers) {
            say(type);
            makeInstaller(type);
        }
        tellSizes();
    }

    private static List<String> modules() throws IOException {
        return Files.readAllLines(Path.of("packaging", "modules.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Without a class archive of the JDK's own: {@link ClassArchive} holds those classes too. */
    private void makeRuntime() throws IOException, InterruptedException {
        SettledModule.register();
        Tool.inProcess(
                "jlink",
                SettledModule.OPTION,
                "--add-modules",
                String.join(",", modules()),
                "--compress",
                "zip-9",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                RUNTIME.toString());
        strip(RUNTIME);
    }

    private void strip(Path folder) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path code : files.filter(f -> f.toString().endsWith(".so")).toList()) {
                platform.strip(code);
            }
        }
    }

    private void makeImage(Libraries libraries) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "--type", "app-image",
                "--name", platform.name(),
                "--app-version", platform.version(product.version()),
                "--vendor", Product.VENDOR,
                "--description", product.description(),
                "--icon", platform.icon().toString(),
                "--input", INPUT.toString(),
                "--main-jar", "kan-workbench.jar",
                "--main-class", "org.kanworkbench.Launcher",
                "--runtime-image", RUNTIME.toString(),
                "--dest", IMAGE.toString()));
        product.virtualMachineFlags().forEach(flag -> words.addAll(List.of("--java-options", flag)));
        words.addAll(platform.imageOptions());
        Tool.inProcess("jpackage", words.toArray(String[]::new));
        strip(IMAGE);
        ClassArchive archive = new ClassArchive(platform, IMAGE);
        archive.make();
        platform.addTo(IMAGE);
        libraries.copyLicensesTo(platform.applicationFolder(IMAGE).resolve("licenses"));
    }

    private void makeInstaller(String type) throws IOException {
        Tool.delete(RESOURCES);
        Tool.copyFolder(platform.resources(), RESOURCES);
        List<String> words = new ArrayList<>(List.of(
                "--type", type,
                "--name", platform.name(),
                "--app-image", platform.imageRoot(IMAGE).toString(),
                "--app-version", platform.version(product.version()),
                "--vendor", Product.VENDOR,
                "--description", product.description(),
                "--license-file", "LICENSE",
                "--resource-dir", RESOURCES.toString(),
                "--temp", OUT.resolve(type).toString(),
                "--dest", OUT.toString()));
        words.addAll(platform.installerOptions(type));
        Tool.inProcess("jpackage", words.toArray(String[]::new));
    }

    private void tellSizes() throws IOException {
        say("installed size " + Tool.megabytes(platform.imageRoot(IMAGE)) + " MB, of which:");
        for (Path part : List.of(platform.runtime(IMAGE), platform.applicationFolder(IMAGE))) {
            say(String.format(
                    "%6d MB  %s",
                    Tool.megabytes(part), platform.imageRoot(IMAGE).relativize(part)));
        }
        try (var made = Files.list(OUT)) {
            made.filter(Files::isRegularFile).sorted().forEach(file -> say("made " + file));
        }
        say("made " + platform.imageRoot(IMAGE));
    }

    static void say(String line) {
        System.err.println("package: " + line);
    }
}
