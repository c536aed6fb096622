import java.nio.file.Path;
import java.util.List;

/** {@code .msi}, which needs WiX 3 or later; written after jpackage's documentation and not run yet. */
record Windows(boolean arm) implements Platform {

    private static final List<String> TYPES = List.of("msi");

    /** Installers of later versions replace earlier ones because they bear the same code. */
    private static final String UPGRADE_CODE = "6f1c0a52-58c5-4f0e-9a58-3c0c4f6a7d11";

    @Override
    public String name() {
        return "KAN Workbench";
    }

    @Override
    public Path icon() {
        return Path.of("packaging", "icons", "kan-workbench.ico");
    }

    @Override
    public List<String> nativeFolders() {
        return arm
                ? List.of("win-arm64", "Windows/aarch64", "windows-arm64")
                : List.of("win-x64", "Windows/x86_64", "windows-x86_64");
    }

    @Override
    public List<String> installers(List<String> asked) {
        if (asked.isEmpty() && !Tool.isThere("wix") && !Tool.isThere("candle")) {
            Package.say("no .msi: WiX is not here (winget install WiXToolset.WiXToolset)");
            return List.of();
        }
        return Platform.among(TYPES, asked, "Windows has app-image and msi");
    }

    /** The window's launcher has no console; the command line's has one. */
    @Override
    public List<String> imageOptions() {
        return List.of("--add-launcher", "kan-workbench=" + Path.of("packaging", "windows", "console.properties"));
    }

    @Override
    public List<String> installerOptions(String type) {
        return List.of(
                "--file-associations",
                Path.of("packaging", "kan.properties").toString(),
                "--win-per-user-install",
                "--win-menu",
                "--win-menu-group",
                name(),
                "--win-shortcut-prompt",
                "--win-dir-chooser",
                "--win-upgrade-uuid",
                UPGRADE_CODE);
    }

    @Override
    public Path resources() {
        return Path.of("packaging", "windows");
    }

    @Override
    public Path imageRoot(Path image) {
        return image.resolve(name());
    }

    @Override
    public Path applicationFolder(Path image) {
        return imageRoot(image).resolve("app");
    }

    @Override
    public Path launcher(Path image) {
        return imageRoot(image).resolve(name() + ".exe");
    }

    @Override
    public Path runtime(Path image) {
        return imageRoot(image).resolve("runtime");
    }
}
