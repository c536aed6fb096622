import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code .deb} and {@code .rpm}; installed in {@code /opt/kan-workbench}, with {@code kan-workbench} on the path. */
record Linux(boolean arm) implements Platform {

    private static final List<String> TYPES = List.of("deb", "rpm");

    /** What JavaFX draws text with and opens windows with, and fonts; named for old and new Debian and Ubuntu. */
    private static final String DEBIAN_NEEDS = "zlib1g, libgtk-3-0t64 | libgtk-3-0, libpangoft2-1.0-0,"
            + " libfreetype6, libfontconfig1, libxtst6, libxxf86vm1, libgl1, fonts-dejavu-core | fonts-liberation | fonts-noto-core";

    private static final String FEDORA_NEEDS =
            "zlib, gtk3, pango, freetype, fontconfig, libXtst, libXxf86vm, mesa-libGL";

    @Override
    public String name() {
        return "kan-workbench";
    }

    @Override
    public Path icon() {
        return Path.of("packaging", "icons", "kan-workbench.png");
    }

    @Override
    public List<String> nativeFolders() {
        return arm
                ? List.of("linux-aarch64", "Linux/aarch64", "linux-arm64")
                : List.of("linux-x64", "Linux/x86_64", "linux-x86_64");
    }

    @Override
    public List<String> unpacked() {
        return List.of("javafx-graphics", "sqlite-jdbc");
    }

    /** A second launcher for trainings; the C library keeps what the compilers have freed unless it is told to give it back. */
    @Override
    public List<String> imageOptions() {
        return List.of(
                "--add-launcher",
                "kan-workbench-console=" + Path.of("packaging", "linux", "console.properties"),
                "--java-options",
                "-Dorg.sqlite.lib.path=$APPDIR",
                "--java-options",
                "-XX:TrimNativeHeapInterval=10000");
    }

    @Override
    public void strip(Path code) throws IOException, InterruptedException {
        if (Tool.isThere("strip")) {
            Tool.run(Map.of(), "strip", "--strip-unneeded", code.toString());
        }
    }

    @Override
    public List<String> installers(List<String> asked) {
        List<String> possible = new ArrayList<>();
        for (String type : asked.isEmpty() ? TYPES : asked) {
            String missing = missing(type);
            if (missing.isEmpty()) {
                possible.add(type);
            } else if (asked.isEmpty()) {
                Package.say("no ." + type + ": " + missing);
            } else {
                throw new IllegalStateException("cannot make ." + type + ": " + missing);
            }
        }
        possible.remove("app-image");
        return possible;
    }

    private static String missing(String type) {
        return switch (type) {
            case "app-image" -> "";
            case "deb" ->
                Tool.isThere("dpkg-deb") && Tool.isThere("fakeroot")
                        ? ""
                        : "dpkg-deb and fakeroot are not here (on Debian: apt-get install dpkg fakeroot)";
            case "rpm" -> Tool.isThere("rpmbuild") ? "" : "rpmbuild is not here (on Debian: apt-get install rpm)";
            default -> "Linux has app-image, deb and rpm";
        };
    }

    @Override
    public List<String> installerOptions(String type) {
        List<String> words = new ArrayList<>(List.of(
                "--linux-package-name",
                name(),
                "--linux-package-deps",
                type.equals("deb") ? DEBIAN_NEEDS : FEDORA_NEEDS));
        words.addAll(
                type.equals("deb")
                        ? List.of("--linux-app-category", "science")
                        : List.of(
                                "--linux-rpm-license-type",
                                "Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0"));
        return words;
    }

    @Override
    public Path resources() {
        return Path.of("packaging", "linux");
    }

    @Override
    public Path imageRoot(Path image) {
        return image.resolve(name());
    }

    @Override
    public Path applicationFolder(Path image) {
        return imageRoot(image).resolve("lib").resolve("app");
    }

    @Override
    public Path launcher(Path image) {
        return imageRoot(image).resolve("bin").resolve(name());
    }

    @Override
    public Path runtime(Path image) {
        return imageRoot(image).resolve("lib").resolve("runtime");
    }

    /** The command that the installers put on the path, and what they tell desktops. */
    @Override
    public void addTo(Path image) throws IOException {
        Path desktop = applicationFolder(image).resolve("desktop");
        Tool.copyFolder(Path.of("packaging", "linux", "desktop"), desktop);
        Files.copy(Path.of("packaging", "icons", "kan-workbench.svg"), desktop.resolve("kan-workbench.svg"));
        Path folder = imageRoot(image).resolve("bin");
        Path command = folder.resolve("kan-workbench-command");
        Files.copy(Path.of("packaging", "kan-workbench-command"), command);
        command.toFile().setExecutable(true, false);
    }
}
