package org.kanworkbench.journeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.store.RunStore;

/** The program in a process of its own, which trains until the process is killed, while another training waits
 * and a search goes on with a trial. */
final class KilledWindow {

    private static final String TRAINING = "training";

    private KilledWindow() {}

    public static void main(String[] arguments) throws Exception {
        Person person = Person.opens(Path.of(arguments[0]));
        person.choosesToy("Two moons", 100_000);
        person.click("#start");
        person.until(() -> person.workspace().models().size() == 1
                && person.workspace().models().getFirst().modelProperty().get() != null
                && person.reads("#tile-progress .type-figure").matches("[1-9][0-9]+\\..*"));
        person.click("#prepare");
        person.type("#field-epochs", "10");
        person.click("#queue-add");
        RunStore store = person.workspace().library.storeProperty().get();
        person.until(
                () -> store.storedFiles(1).stream().anyMatch(file -> file.path().endsWith("run.checkpoint")));
        person.until(() -> store.queued().size() == 1);
        store.add(description(RunKind.SEARCH, 40));
        store.annotate(store.add(description(RunKind.TRAINING, 30)), "", List.of("search-1", "trial 0"));
        person.goesTo("runs");
        Path settings = Path.of(arguments[0]).resolve("settings.json");
        person.until(() -> Settings.load(settings, Runnable::run).window().isPresent());
        System.out.println(TRAINING);
        new CountDownLatch(1).await();
    }

    private static RunDescription description(RunKind kind, int parts) {
        return RunDescription.begun(kind, "kal-net", "Two moons", 0, "vector", 0, "{}", "key", parts);
    }

    /** Starts it, waits until it trains, and kills it. */
    static void killedWhileTraining(Path home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWindow.class.getName(),
                home.toString()));
        Path log = home.resolve("killed.log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try (BufferedReader out = process.inputReader()) {
            String told = out.readLine();
            if (!TRAINING.equals(told)) {
                throw new AssertionError("the window did not train: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
