package org.kanworkbench.journeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The program in a process of its own, which trains until the process is killed. */
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
        FileTime first = checkpoint(Path.of(arguments[0]));
        person.until(() -> checkpoint(Path.of(arguments[0])).compareTo(first) > 0);
        System.out.println(TRAINING);
        new CountDownLatch(1).await();
    }

    /** When it was written last; the first is that of the beginning. */
    private static FileTime checkpoint(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Optional<Path> file =
                    files.filter(path -> path.endsWith("run.checkpoint")).findFirst();
            return file.isEmpty() ? FileTime.fromMillis(0) : Files.getLastModifiedTime(file.get());
        }
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
