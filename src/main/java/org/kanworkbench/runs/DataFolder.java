package org.kanworkbench.runs;

import java.nio.file.Path;

/** Where the workbench keeps what is a person's own: settings and runs. */
public final class DataFolder {

    /** The environment variable that moves it. */
    public static final String VARIABLE = "KANWORKBENCH_HOME";

    private DataFolder() {}

    /** The folder that {@value #VARIABLE} names, or else the platform's usual place. It may not exist yet. */
    public static Path usual() {
        String chosen = System.getenv(VARIABLE);
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        String user = System.getProperty("user.home");
        String system = System.getProperty("os.name").toLowerCase();
        if (system.contains("win")) {
            String roaming = System.getenv("APPDATA");
            return Path.of(roaming == null ? user : roaming, "KAN Workbench");
        }
        if (system.contains("mac")) {
            return Path.of(user, "Library", "Application Support", "KAN Workbench");
        }
        String data = System.getenv("XDG_DATA_HOME");
        return data == null || data.isBlank()
                ? Path.of(user, ".local", "share", "kan-workbench")
                : Path.of(data, "kan-workbench");
    }
}
