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

/** The data folder with the user's settings and runs. */
public final class DataFolder {

    /** The environment variable that sets it. */
    public static final String VARIABLE = "KANWORKBENCH_HOME";

    /** File name of the window's settings in the {@linkplain #usual() default} folder. */
    public static final String SETTINGS = "settings.json";

    /** The setting with the folder that the user has chosen; absent or empty for the default. */
    private static final String CHOSEN = "dataFolder";

    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    /** Bytes of a file of settings. */
    public static final int MOST_SETTINGS = 1 << 22;

    private DataFolder() {}

    /** The folder that {@value #VARIABLE} names, or else the platform's default. It may not exist yet. */
    public static Path usual() {
        return usual(System::getenv);
    }

    /** The folder with runs and digits: the default one, unless another is chosen in the window's settings. */
    public static Path current() {
        return current(System::getenv);
    }

    static Path current(UnaryOperator<String> environment) {
        Path usual = usual(environment);
        return isMoved(environment) ? usual : chosen(usual.resolve(SETTINGS)).orElse(usual);
    }

    /** Whether the environment variable sets the folder, which overrides the settings. */
    public static boolean isMoved() {
        return isMoved(System::getenv);
    }

    private static boolean isMoved(UnaryOperator<String> environment) {
        String named = environment.apply(VARIABLE);
        return named != null && !named.isBlank();
    }

    /** Settings may be missing or edited by hand; then no folder is chosen. */
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

    /** Creates a missing folder and its parents, accessible to the owner only if the system supports owners. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, rights(folder, OWNERS_FOLDER));
    }

    /** The same, but as accessible as the folder in which it is made. */
    public static void makeAlike(Path folder) throws IOException {
        Path above = folder.toAbsolutePath();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        // A drive that is not there has no folder above; making it tells so.
        if (above == null || isOpenToOthers(above)) {
            Files.createDirectories(folder);
        } else {
            make(folder);
        }
    }

    /** Creates an empty file if missing, accessible to the owner only if the system supports owners. */
    public static void makeFile(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, rights(file, OWNERS_FILE));
            }
        } catch (FileAlreadyExistsException _) {
            // Another process created it first.
        }
    }

    /** Attributes of a new file: in a private folder, files are private as well. */
    public static FileAttribute<?>[] rightsIn(Path folder) throws IOException {
        return isOpenToOthers(folder) ? new FileAttribute<?>[0] : rights(folder, OWNERS_FILE);
    }

    /** Gives a file those of the one that it is going to replace, if there is one. */
    static void keepRights(Path replaced, Path file) throws IOException {
        if (knowsOwners(file) && Files.isRegularFile(replaced)) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(replaced);
            // Some network drives refuse every change.
            if (!rights.equals(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, rights);
            }
        }
    }

    /** Whether other users of this machine can read a folder; false if the system does not report it. */
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

    /** As in shells and other programs; the virtual machine uses the user database instead. */
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
