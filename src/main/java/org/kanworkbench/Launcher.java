package org.kanworkbench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.bench.BenchCommand;
import org.kanworkbench.bench.ScreenshotsCommand;
import org.kanworkbench.cli.Commands;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelReader;

/** Starts the window, alone or with the files that are named, or, with another first word, a command. Not an {@code Application}, so that JavaFX runs from the class path. */
public final class Launcher {

    /** Files of the window beside models. */
    private static final List<String> TABLES_AND_CONFIGURATIONS = List.of(".csv", ".json");

    private Launcher() {}

    /** Whether a word names a file that the window opens; no command does. */
    public static boolean isForWindow(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        return ModelReader.isNamedAsModel(name)
                || TABLES_AND_CONFIGURATIONS.stream().anyMatch(name::endsWith);
    }

    /** The commands that measure and picture the workbench, which the command line does not know by itself. */
    public static List<?> measuring() {
        return List.of(new ScreenshotsCommand(), new BenchCommand());
    }

    public static void main(String[] args) throws IOException {
        // What the workbench says is English, its numbers too, in files and tables as on the screen.
        Locale.setDefault(Locale.ENGLISH);
        try (InputStream logging = Launcher.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(logging);
        }
        // AWT makes pictures here and shows none: a display that is set but gone must not end a command, nor a formula
        // a window.
        System.setProperty("java.awt.headless", "true");
        if (Stream.of(args).allMatch(Launcher::isForWindow)) {
            try {
                DataFolder.usual();
            } catch (InvalidPathException e) {
                System.err.println("workbench: " + FileErrors.reason(e));
                System.exit(2);
            }
            try {
                WorkbenchApplication.open(args);
            } catch (UnsupportedOperationException e) {
                // JavaFX found no display.
                System.err.println("workbench: no window can be opened here (" + OneLine.of(e)
                        + "): set DISPLAY, or work without it, as `workbench --help` tells");
                System.exit(1);
            }
            return;
        }
        // Threads of the interface may be left over from making pictures of it.
        System.exit(Commands.execute(measuring(), args));
    }
}
