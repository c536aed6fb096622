package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.onnx.OnnxReader;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/**
 * Signals at random moments of commands that work in processes of their own: nothing half written, nothing left over, states
 * that are true, and trainings that go on as if nothing had been. {@code -Dsignals=200} sends so many to each command;
 * {@code -Dsignals.seed=2} chooses other moments, {@code -Dsignals.of=noise} one command. A shell's background
 * ignores INT, and processes that come from there do.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill -INT")
class SignalTest {

    /** A build sends one to each command and the rest to the first. */
    private static final int EACH = Integer.getInteger("signals", 1);

    private static final int IN_A_BUILD = 10;
    private static final long SEED = Long.getLong("signals.seed", 1);
    /** Name of a command to be interrupted alone. */
    private static final String ONLY = System.getProperty("signals.of", "");

    private static final long MOST_SECONDS = 30;
    private static final long MOST_SECONDS_STARTING = 2;

    private static final List<String> TRAINING =
            List.of("train --preset kal-net --data toy:spiral --epochs 250 --seed 5 --threads 1 --tensorboard curves"
                    .split(" "));

    enum Signal {
        INT(130),
        TERM(143),
        HUP(129),
        KILL(137),
        /** Stopped and gone on with before it is told to end. */
        STOP(143);

        private final int status;

        Signal(int status) {
            this.status = status;
        }
    }

    /** @param latest milliseconds after its start by which it is interrupted, or has come to its end */
    private record Command(String name, List<String> words, int latest) {

        static Command of(String name, int latest, String words) {
            return new Command(name, List.of(words.split(" ")), latest);
        }
    }

    private static final List<Command> COMMANDS = List.of(
            new Command("train", TRAINING, 3000),
            Command.of("resume", 2500, "runs resume 1"),
            Command.of("quantize", 4000, "quantize m.kan --data toy:spiral --scheme int8-lean --out q.onnx"),
            Command.of("noise", 4000, "noise --noise 0,0.1 --seeds 5 --steps 300 --out sweep --yes"),
            Command.of("compare", 4000, "compare --presets kal-net --data toy:spiral --seeds 20 --out compared"),
            Command.of("import", 1500, "import runs.zip"),
            Command.of("archive", 1500, "runs archive all.zip"),
            new Command("window", Child.WINDOW, 8000),
            Command.of("export", 1500, "export m.kan --data toy:spiral --format onnx --out e.onnx"));

    /** What every command begins from: a model, a run that can go on, and an archive of one. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path home;
    private final Map<Signal, List<Long>> millis = new EnumMap<>(Signal.class);
    private Optional<Model> whole = Optional.empty();

    @BeforeEach
    void prepare() throws Exception {
        home = Files.createDirectories(folder.resolve("home"));
        Path work = Files.createDirectories(folder.resolve("work"));
        int made = start(
                        home,
                        work,
                        List.of("train --preset mlp --data toy:spiral --epochs 3 --no-store --out m.kan".split(" ")))
                .waitFor();
        assertThat(made).as(Files.readString(log(work))).isZero();
        Process training = start(home, work, TRAINING);
        while (training.isAlive()
                && Files.readString(work.resolve(Child.OUTPUT)).lines().count() < 3) {
            training.waitFor(10, TimeUnit.MILLISECONDS);
        }
        signal(training, Signal.TERM);
        assertThat(training.waitFor()).as(Files.readString(log(work))).isEqualTo(Signal.TERM.status);
        assertThat(Files.readString(log(work))).contains("interrupted", "`runs resume 1` goes on");
        assertThat(start(home, work, List.of("runs", "archive", "runs.zip")).waitFor())
                .as(Files.readString(log(work)))
                .isZero();
    }

    @Test
    void whatever_ends_a_command_nothing_is_lost_or_left() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Signal[] signals = Signal.values();
        for (Command command : COMMANDS) {
            if (!ONLY.isEmpty() && !command.name().equals(ONLY)) {
                continue;
            }
            int count = EACH == 1 && command.equals(COMMANDS.getFirst()) ? 1 + IN_A_BUILD - COMMANDS.size() : EACH;
            for (int i = 0; i < count; i++) {
                Signal signal = signals[random.nextInt(signals.length)];
                interrupt(command, signal, random.nextInt(command.latest()));
            }
        }
        millis.forEach((signal, times) -> System.out.printf(
                "%s: %d, ended after %d ms at the median, %d at most%n",
                signal,
                times.size(),
                times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow(),
                times.stream().mapToLong(Long::longValue).max().orElseThrow()));
    }

    private void interrupt(Command command, Signal signal, int after) throws Exception {
        String what = command.name() + ", " + signal + " after " + after + " ms: ";
        Path trial = Files.createDirectories(folder.resolve("trial"));
        Path data = trial.resolve("home");
        if (command.name().equals("resume") || command.name().equals("archive")) {
            copy(home, data);
        }
        Path work = Files.createDirectories(trial.resolve("work"));
        for (String name : List.of("m.kan", "runs.zip")) {
            Files.copy(folder.resolve("work").resolve(name), work.resolve(name));
        }
        Process process = start(data, work, command.words());
        if (!process.waitFor(after, TimeUnit.MILLISECONDS)) {
            long from = System.nanoTime();
            // Between the handlers of a virtual machine that starts and the thread that serves them, signals get lost.
            boolean starting = Files.size(work.resolve(Child.ERRORS)) == 0;
            signal(process, signal);
            if (starting && !process.waitFor(MOST_SECONDS_STARTING, TimeUnit.SECONDS)) {
                signal(process, signal);
            }
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                    .as(what + "it ends")
                    .isTrue();
            millis.computeIfAbsent(signal, _ -> new ArrayList<>()).add((System.nanoTime() - from) / 1_000_000);
        }
        // A signal that comes while the virtual machine starts ends it so; nothing of ours has begun then.
        boolean begun =
                !Files.readString(work.resolve(Child.OUTPUT)).startsWith("Error occurred during initialization of VM");
        assertThat(process.exitValue())
                .as(what + Files.readString(log(work)))
                .isIn(begun ? List.of(0, signal.status) : List.of(1));
        assertThat(Files.readString(log(work))).as(what).doesNotContain("Exception", "\tat ");
        inspect(what, signal, data, work);
        delete(trial);
    }

    private void inspect(String what, Signal signal, Path data, Path work) throws Exception {
        // JavaFX's copies of fonts and an empty folder of ONNX Runtime's, which both take away unless they are killed.
        assertThat(names(temporary(work)))
                .filteredOn(name -> signal != Signal.KILL || !name.matches("\\+JXF.*|onnxruntime-java\\d+"))
                .as(what + "temporary folder")
                .isEmpty();
        if (Files.exists(data)) {
            inspectStore(what, signal, data, Files.readString(log(work)));
            assertThat(names(data).stream().filter(name -> name.startsWith(".")))
                    .as(what + "data folder")
                    .isEmpty();
        }
        if (signal != Signal.KILL) {
            assertThat(names(work).stream().filter(name -> name.startsWith(".")))
                    .as(what + "folder")
                    .isEmpty();
        }
        for (Path file : files(work)) {
            String name = file.getFileName().toString();
            if (name.startsWith(".") || name.equals(Child.ERRORS) || name.equals(Child.OUTPUT)) {
                continue;
            }
            if (name.endsWith(ModelFile.EXTENSION)) {
                ModelReader.read(file, Optional.empty());
            } else if (name.endsWith(".onnx")) {
                OnnxReader.read(file);
            } else if (name.equals("all.zip")) {
                assertThat(start(folder.resolve("trial/other"), work, List.of("import", name))
                                .waitFor())
                        .as(what + "archive")
                        .isZero();
            }
        }
    }

    private void inspectStore(String what, Signal signal, Path data, String told) throws Exception {
        try (RunStore store = RunStore.open(data)) {
            if (signal != Signal.KILL) {
                assertThat(store.interrupted())
                        .as(what + "runs that nobody ended")
                        .isEmpty();
            }
            for (StoredRun run : store.list(RunQuery.NEWEST)) {
                assertThat(run.state()).as(what).isNotEqualTo(RunState.RUNNING);
                if (run.state().resumable() && run.description().kind() == RunKind.TRAINING) {
                    if (told.contains("curves for TensorBoard")) {
                        goOn(what, signal, store, run);
                    } else if (signal != Signal.KILL) {
                        assertNothingLost(what, store, run);
                    }
                    if (signal != Signal.KILL && told.contains("curves for TensorBoard")) {
                        assertThat(told).as(what).contains("interrupted", "`runs resume " + run.id() + "` goes on");
                    }
                }
            }
        }
    }

    /** What was scored before it ended is not done again, and it comes to the same weights as a run that nobody ended. */
    private void goOn(String what, Signal signal, RunStore store, StoredRun run) throws Exception {
        Recording recording = new Recording(store);
        Configuration configuration = run.parsedConfiguration();
        Optional<Checkpoint> checkpoint = recording.checkpoint(run);
        if (signal != Signal.KILL) {
            assertNothingLost(what, store, run);
        }
        if (whole.isEmpty()) {
            whole = Optional.of(trained(configuration, Optional.empty()));
        }
        if (checkpoint.isPresent()) {
            assertThat(trained(configuration, checkpoint)).as(what + "weights").isEqualTo(whole.get());
        }
    }

    private static void assertNothingLost(String what, RunStore store, StoredRun run) throws Exception {
        long scored =
                store.metrics(run.id()).stream().mapToLong(Metric::step).max().orElse(0);
        assertThat(new Recording(store).checkpoint(run).map(Checkpoint::step).orElse(0L))
                .as(what + "steps to go on from")
                .isGreaterThanOrEqualTo(scored);
    }

    private static Model trained(Configuration configuration, Optional<Checkpoint> from) throws Exception {
        List<TrainingEvent> told = new ArrayList<>();
        var data = configuration.data().load();
        if (from.isPresent()) {
            TrainingRun.resume(Engines.VECTOR, from.get(), data, RunRecorder.CHECKPOINTS, told::add)
                    .await();
        } else {
            TrainingRun.start(configuration, data, told::add).await();
        }
        return ((TrainingEvent.Finished) told.getLast()).model();
    }

    private static Process start(Path data, Path work, List<String> words) throws IOException {
        return Child.start(data, work, List.of("-Djava.io.tmpdir=" + Files.createDirectories(temporary(work))), words);
    }

    private static Path temporary(Path work) {
        return work.resolveSibling("temporary");
    }

    private static Path log(Path work) {
        return work.resolve(Child.ERRORS);
    }

    /** What a script starts in the background ignores SIGINT, and so do its children. */
    private static void signal(Process process, Signal signal) throws Exception {
        if (signal == Signal.STOP) {
            kill("STOP", process);
            process.waitFor(100, TimeUnit.MILLISECONDS);
            kill("CONT", process);
            kill("TERM", process);
        } else {
            kill(signal.name(), process);
        }
    }

    private static void kill(String signal, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
