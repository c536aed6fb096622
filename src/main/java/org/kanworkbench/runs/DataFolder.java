package org.kanworkbench.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the workbench keeps what is a person's own: settings and runs. */
public final class DataFolder {

    /** The environment variable that moves it. */
    public static final String VARIABLE = "KANWORKBENCH_HOME";

    /** What the window's settings are called in the {@linkplain #usual() usual} folder. */
    public static final String SETTINGS = "settings.json";

    /** Where these settings tell the folder that a person has chosen instead; absent or empty for none. */
    private static final String CHOSEN = "dataFolder";

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
            JsonNode all = new ObjectMapper().readTree(Files.readAllBytes(settings));
            JsonNode folder = all.path(CHOSEN);
            return folder.isTextual() && !folder.textValue().isBlank()
                    ? Optional.of(Path.of(folder.textValue()))
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }

    static Path usual(UnaryOperator<String> environment) {
        if (isMoved(environment)) {
            return Path.of(environment.apply(VARIABLE));
        }
        String user = System.getProperty("user.home");
        String system = System.getProperty("os.name").toLowerCase();
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
