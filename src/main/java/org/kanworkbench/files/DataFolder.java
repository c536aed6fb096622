package org.kanworkbench.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.WholeFile;

/** Where the workbench keeps what is a person's own: settings and runs. */
public final class DataFolder {

    /** The environment variable that moves it. */
    public static final String VARIABLE = "KANWORKBENCH_HOME";

    /** What the window's settings are called in the {@linkplain #usual() usual} folder. */
    public static final String SETTINGS = "settings.json";

    /** Where these settings tell the folder that a person has chosen instead; absent or empty for none. */
    private static final String CHOSEN = "dataFolder";

    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    private static final long MOST_SETTINGS = 1 << 22;

    private DataFolder() {}

    /** The folder that {@value #VARIABLE} names, or else the platform's usual place. It may not exist yet. */
    public static Path usual() {
        return usual(System::getenv);
    }

    /** The folder in which runs and digits are kept: the usual one, unless another is chosen in the window's settings. */
    public static Path current() {
        return current(System::getenv);
    }

    static Path current(UnaryOperator<String> environment) {
        Path usual = usual(environment);
        return isMoved(environment) ? usual : chosen(usual.resolve(SETTINGS)).orElse(usual);
    }

    /** Whether the environment names the folder; then it does not matter what was chosen. */
    public static boolean isMoved() {
        return isMoved(System::getenv);
    }

    private static boolean isMoved(UnaryOperator<String> environment) {
        String named = environment.apply(VARIABLE);
        return named != null && !named.isBlank();
    }

    /** A person may have edited the settings, and they may be missing: then nothing is chosen. */
    private static Optional<Path> chosen(Path settings) {
        if (!Files.exists(settings)) {
            return Optional.empty();
        }
        try {
            JsonNode all = new ObjectMapper().readTree(WholeFile.read(settings, MOST_SETTINGS));
            JsonNode folder = all.path(CHOSEN);
            return folder.isTextual() && !folder.textValue().isBlank()
                    ? Optional.of(Path.of(folder.textValue()))
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }

    /** Makes a folder that is missing, and those above it, for its owner alone where the system knows owners. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, rights(folder, OWNERS_FOLDER));
    }

    /** Makes an empty file where none is, for its owner alone where the system knows owners. */
    public static void makeFile(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, rights(file, OWNERS_FILE));
            }
        } catch (FileAlreadyExistsException _) {
            // Another process was faster.
        }
    }

    /** What a new file in a folder is made with: nobody else may read what lies in a folder that nobody else may enter. */
    static FileAttribute<?>[] rightsIn(Path folder) throws IOException {
        return isOpenToOthers(folder) ? new FileAttribute<?>[0] : rights(folder, OWNERS_FILE);
    }

    /** Whether other people of this machine may look into a folder; false where the system does not tell. */
    public static boolean isOpenToOthers(Path folder) throws IOException {
        return knowsOwners(folder)
                && Files.getPosixFilePermissions(folder).stream().anyMatch(right -> !OWNERS_FOLDER.contains(right));
    }

    private static boolean knowsOwners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] rights(Path path, Set<PosixFilePermission> rights) {
        return knowsOwners(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    /** As shells and other programs take it; the virtual machine asks the system's list of users instead. */
    private static String home(UnaryOperator<String> environment) {
        String home = environment.apply("HOME");
        return home != null && Path.of(home).isAbsolute() ? home : System.getProperty("user.home");
    }

    static Path usual(UnaryOperator<String> environment) {
        if (isMoved(environment)) {
            return Path.of(environment.apply(VARIABLE));
        }
        String user = home(environment);
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            String roaming = environment.apply("APPDATA");
            return Path.of(roaming == null ? user : roaming, "KAN Workbench");
        }
        if (system.contains("mac")) {
            return Path.of(user, "Library", "Application Support", "KAN Workbench");
        }
        String data = environment.apply("XDG_DATA_HOME");
        return data == null || data.isBlank()
                ? Path.of(user, ".local", "share", "kan-workbench")
                : Path.of(data, "kan-workbench");
    }
}
