package org.kanworkbench.app.shell.settings;

import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Settings that a test keeps in a file of its own, as the window keeps a person's. */
public final class KeptSettings {

    private KeptSettings() {}

    /** @param ui runs what it is given on the interface thread */
    public static Settings in(Path file, Executor ui) {
        return Settings.load(file, ui);
    }
}
