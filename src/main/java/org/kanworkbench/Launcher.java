package org.kanworkbench;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.cli.Commands;

/** Starts the window or, with a first word, a command. Not an {@code Application}, so that JavaFX runs from the class path. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) throws IOException {
        try (InputStream logging = Launcher.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(logging);
        }
        if (args.length == 0) {
            WorkbenchApplication.open();
            return;
        }
        // Threads of the interface may be left over from making pictures of it.
        System.exit(Commands.execute(args));
    }
}
