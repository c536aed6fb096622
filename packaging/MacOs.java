import java.nio.file.Path;
import java.util.List;

/** {@code .dmg}; written after jpackage's documentation and not run yet. */
record MacOs(boolean arm) implements Platform {

    private static final List<String> TYPES = List.of("dmg");

    @Override
    public String name() {
        return "KAN Workbench";
    }

    /** macOS takes no version that begins with nought: those before 1.0 get a 1 in front, 0.1.0 becoming 1.0.1. */
    @Override
    public String version(String version) {
        return version.startsWith("0.") ? "1." + version.replaceFirst("\\.[^.]*$", "") : version;
    }

    @Override
    public Path icon() {
        return Path.of("packaging", "icons", "kan-workbench.icns");
    }

    @Override
    public List<String> nativeFolders() {
        return arm
                ? List.of("osx-aarch64", "Mac/aarch64", "macosx-arm64")
                : List.of("osx-x64", "Mac/x86_64", "macosx-x86_64");
    }

    @Override
    public List<String> installers(List<String> asked) {
        return Platform.among(TYPES, asked, "macOS has app-image and dmg");
    }

    @Override
    public List<String> imageOptions() {
        return List.of("--mac-package-identifier", "org.kanworkbench");
    }

    @Override
    public List<String> installerOptions(String type) {
        return List.of(
                "--file-associations", Path.of("packaging", "kan.properties").toString());
    }

    @Override
    public Path resources() {
        return Path.of("packaging", "macos");
    }

    @Override
    public Path imageRoot(Path image) {
        return image.resolve(name() + ".app");
    }

    @Override
    public Path applicationFolder(Path image) {
        return imageRoot(image).resolve("Contents").resolve("app");
    }

    @Override
    public Path launcher(Path image) {
        return imageRoot(image).resolve("Contents").resolve("MacOS").resolve(name());
    }

    @Override
    public Path runtime(Path image) {
        return imageRoot(image).resolve("Contents").resolve("runtime");
    }
}
