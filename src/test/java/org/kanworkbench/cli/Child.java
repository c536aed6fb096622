package org.kanworkbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands in processes of their own, as the start script begins them. */
final class Child {

    static final String OUTPUT = "output";
    static final String ERRORS = "errors";

    /** Not a command, but the window, in which a training begins. */
    static final List<String> WINDOW = List.of("window");

    private Child() {}

    /**
     * @param home the data folder
     * @param work where it is started, and where what it prints goes
     * @param options of the virtual machine
     */
    static Process start(Path home, Path work, List<String> options, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.exists(Path.of("/proc/self/status"))) {
            // What a script starts in the background ignores INT, and so would its children.
            command.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
        }
        int java = command.size();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                words.equals(WINDOW) ? SignalledWindow.class.getName() : "org.kanworkbench.Launcher"));
        if (words.equals(WINDOW)) {
            command.addAll(
                    java + 1, List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.awt.headless=true"));
        } else {
            command.addAll(words);
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KANWORKBENCH_HOME", home.toString());
        // As in a session whose display is gone; the window has the headless platform.
        builder.environment().put("DISPLAY", ":77");
        return builder.directory(work.toFile())
                .redirectOutput(work.resolve(OUTPUT).toFile())
                .redirectError(work.resolve(ERRORS).toFile())
                .start();
    }

    /** Runs one to its end. */
    static Shell run(Path home, Path work, List<String> options, String... words)
            throws IOException, InterruptedException {
        int exitCode = start(home, work, options, List.of(words)).waitFor();
        return new Shell(exitCode, Files.readString(work.resolve(OUTPUT)), Files.readString(work.resolve(ERRORS)));
    }
}
