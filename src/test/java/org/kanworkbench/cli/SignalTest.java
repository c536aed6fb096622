package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.FolderTree;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.onnx.OnnxReader;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import org.kanworkbench.runs.store.StoreCheck;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/**
 * Signals at random moments of commands that work in processes of their own: nothing half written, nothing left over, states
 * that are true, and trainings that go on as if nothing had been. {@code -Dsignals=200} sends so many to each command, over
 * as long as it takes on this machine; {@code -Dsignals.seed=2} chooses other moments, {@code -Dsignals.of=noise} one command.
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
    /** A long run says how far it is after so many. */
    private static final int TOLD = 20;

    /** From Ctrl-C to the prompt. */
    private static final long MOST_MILLIS = 1000;

    /** Some signals come when the command has just ended. */
    private static final double BEYOND_ITS_END = 1.1;

    /** What a data folder may have in it. */
    private static final Set<String> KEPT =
            Set.of("store.db", "store.lock", "runs", "native", "start-weights", DataFolder.SETTINGS, "told");

    private static final List<String> TRAINING =
            List.of("train --preset kal-net --data toy:spiral --epochs 120 --seed 5 --threads 1 --tensorboard curves"
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

    /** @param latest milliseconds after its start by which a build interrupts it, or it has come to its end */
    private record Command(String name, List<String> words, int latest) {

        static Command of(String name, int latest, String words) {
            return new Command(name, List.of(words.split(" ")), latest);
        }
    }

    private static final List<Command> COMMANDS = List.of(
            new Command("train", TRAINING, 3000),
            Command.of("resume", 2500, "runs resume 1"),
            Command.of("quantize", 4000, "quantize m.kan --data toy:spiral --scheme int8-lean --out q.onnx"),
            Command.of(
                    "noise",
                    4000,
                    "noise --function step --models kal-net,mlp-relu --noise 0,0.5 --seeds 5 --steps 200 --out sweep --yes"),
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
    private final List<String> findings = new ArrayList<>();
    private Optional<Model> whole = Optional.empty();
    private Optional<String> wholeSweep = Optional.empty();

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
        assertThat(Files.readString(log(work))).contains("interrupted", "`runs resume 1` resumes it");
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
            int latest = EACH == 1 ? command.latest() : duration(command);
            int first = random.nextInt(signals.length);
            for (int i = 0; i < count; i++) {
                if (i > 0 && i % TOLD == 0) {
                    System.out.println(command.name() + ": " + i + " of " + count);
                }
                Signal signal = signals[(first + i) % signals.length];
                int after = random.nextInt(latest);
                String what = command.name() + ", " + signal + " after " + after + " of " + latest + " ms: ";
                try {
                    interrupt(command, what, signal, after);
                } catch (AssertionError e) {
                    findings.add(what + e.getMessage());
                    System.out.println(findings.getLast());
                    Files.move(folder.resolve("trial"), folder.resolve("finding" + findings.size()));
                }
            }
            report(command, count);
        }
        assertThat(findings).isEmpty();
    }

    private void report(Command command, int count) {
        int sent = millis.values().stream().mapToInt(List::size).sum();
        System.out.printf("%s: %d moments, in %d it had ended before%n", command.name(), count, count - sent);
        millis.forEach((signal, times) -> System.out.printf(
                "  %s: %d, ended after %d ms at the median, %d at most, %d of them after more than %d%n",
                signal,
                times.size(),
                times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow(),
                times.stream().mapToLong(Long::longValue).max().orElseThrow(),
                times.stream().filter(time -> time > MOST_MILLIS).count(),
                MOST_MILLIS));
        millis.clear();
    }

    /** Milliseconds that a command takes when nobody interrupts it; of the window, until its training has ended. */
    private int duration(Command command) throws Exception {
        Path trial = trial(command);
        long from = System.nanoTime();
        Process process = start(trial.resolve("home"), trial.resolve("work"), command.words());
        while (process.isAlive() && !(command.words().equals(Child.WINDOW) && hasTrained(trial.resolve("home")))) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        long took = System.nanoTime() - from;
        process.destroy();
        process.waitFor();
        FolderTree.delete(trial);
        return (int) (BEYOND_ITS_END * took / 1_000_000);
    }

    private static boolean hasTrained(Path data) throws IOException {
        return files(data).stream().anyMatch(file -> file.endsWith(RunFiles.MODEL));
    }

    /** A folder with a data folder, as the command needs it, and one to work in. */
    private Path trial(Command command) throws Exception {
        Path trial = Files.createDirectories(folder.resolve("trial"));
        Path data = trial.resolve("home");
        if (command.name().equals("resume") || command.name().equals("archive")) {
            copy(home, data);
        } else if (command.words().equals(Child.WINDOW)) {
            try (RunStore store = RunStore.open(home)) {
                String configuration =
                        store.list(RunQuery.NEWEST).getFirst().description().configuration();
                Files.writeString(
                        Files.createDirectories(data).resolve(DataFolder.SETTINGS),
                        new ObjectMapper().writeValueAsString(Map.of("configuration", configuration, "toured", true)));
            }
            DataFolder.make(data);
        }
        Path work = Files.createDirectories(trial.resolve("work"));
        for (String name : List.of("m.kan", "runs.zip")) {
            Files.copy(folder.resolve("work").resolve(name), work.resolve(name));
        }
        return trial;
    }

    private void interrupt(Command command, String what, Signal signal, int after) throws Exception {
        Path trial = trial(command);
        Path data = trial.resolve("home");
        Path work = trial.resolve("work");
        Process process = start(data, work, command.words());
        if (!process.waitFor(after, TimeUnit.MILLISECONDS)) {
            long from = System.nanoTime();
            // Between the handlers of a virtual machine that starts and the thread that serves them, signals get lost.
            boolean starting = Files.size(work.resolve(Child.ERRORS)) == 0;
            signal(process, signal);
            if (starting && !process.waitFor(MOST_SECONDS_STARTING, TimeUnit.SECONDS)) {
                signal(process, signal);
            }
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("it does not end");
            }
            millis.computeIfAbsent(signal, _ -> new ArrayList<>()).add((System.nanoTime() - from) / 1_000_000);
        }
        String told = Files.readString(log(work));
        // A signal that comes while the virtual machine starts ends it so; nothing of ours has begun then.
        boolean begun =
                !Files.readString(work.resolve(Child.OUTPUT)).startsWith("Error occurred during initialization of VM");
        assertThat(process.exitValue()).as(what + told).isIn(begun ? List.of(0, signal.status) : List.of(1));
        assertThat(told).as(what).doesNotContain("Exception", "\tat ");
        if (process.exitValue() == 0 && List.of("train", "resume").contains(command.name())) {
            assertThat(work.resolve(Child.OUTPUT)).as(what).content().contains("done, ");
        }
        inspectFolders(what, signal, work);
        if (Files.exists(data)) {
            inspectStore(what, command, signal, data, process.exitValue());
        }
        inspectFiles(what, work);
        FolderTree.delete(trial);
    }

    private static void inspectFolders(String what, Signal signal, Path work) throws IOException {
        // Copies of fonts, which JavaFX makes, and an empty folder of ONNX Runtime's: both take them away unless
        // killed,
        // but for a copy that JavaFX is just writing, which its hook does not know yet.
        List<String> left = names(temporary(work));
        long fonts = left.stream().filter(name -> name.startsWith("+JXF")).count();
        assertThat(left)
                .filteredOn(name -> !name.startsWith("+JXF") || signal != Signal.KILL && fonts > 1)
                .filteredOn(name -> signal != Signal.KILL || !name.matches("onnxruntime-java\\d+"))
                .as(what + "temporary folder")
                .isEmpty();
        if (signal != Signal.KILL) {
            assertThat(names(work).stream().filter(name -> name.startsWith(".")))
                    .as(what + "folder")
                    .isEmpty();
        }
    }

    private void inspectFiles(String what, Path work) throws Exception {
        for (Path file : files(work)) {
            String name = file.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (name.endsWith(ModelFile.EXTENSION)) {
                ModelReader.read(file, Optional.empty());
            } else if (name.endsWith(".onnx")) {
                OnnxReader.read(file);
            } else if (name.equals("all.zip")) {
                try (RunStore other = RunStore.open(work.resolveSibling("other"))) {
                    assertThat(StoreArchive.read(file, other).runs())
                            .as(what + "archive")
                            .isEqualTo(1);
                }
            }
        }
        if (Files.exists(work.resolve("sweep"))) {
            if (wholeSweep.isEmpty()) {
                wholeSweep = Optional.of(swept(what, folder.resolve("sweep")));
            }
            assertThat(swept(what, work.resolve("sweep"))).as(what + "sweep").isEqualTo(wholeSweep.get());
        }
    }

    /** The fits of a sweep that goes on, or begins, and comes to its end. */
    private static String swept(String what, Path sweep) throws IOException {
        List<String> words = COMMANDS.stream()
                .filter(command -> command.name().equals("noise"))
                .findFirst()
                .orElseThrow()
                .words();
        Shell shell = Shell.run(Stream.concat(
                        words.stream().map(word -> word.equals("sweep") ? sweep.toString() : word),
                        Stream.of("--no-store"))
                .toArray());
        assertThat(shell.exitCode()).as(what + shell.err()).isZero();
        return Files.readString(sweep.resolve("fits.csv"));
    }

    private void inspectStore(String what, Command command, Signal signal, Path data, int exitValue) throws Exception {
        String told = Files.readString(log(data.resolveSibling("work")));
        try (RunStore store = RunStore.open(data)) {
            if (signal != Signal.KILL) {
                assertThat(store.interrupted())
                        .as(what + "runs that nobody ended")
                        .isEmpty();
            }
            for (StoredRun run : store.list(RunQuery.NEWEST)) {
                assertThat(run.state()).as(what).isNotEqualTo(RunState.RUNNING);
                if (exitValue == 0 && !List.of("import", "archive", "window").contains(command.name())) {
                    assertThat(run.state()).as(what).isEqualTo(RunState.FINISHED);
                }
                if (run.state().resumable() && run.description().kind() == RunKind.TRAINING) {
                    goOn(what, command, signal, store, run);
                    if (signal != Signal.KILL && told.contains("curves for TensorBoard")) {
                        assertThat(told).as(what).contains("interrupted", "`runs resume " + run.id(), "` resumes it");
                    }
                }
            }
        }
        assertThat(StoreCheck.run(data).findings())
                .filteredOn(finding -> signal != Signal.KILL || !finding.repaired())
                .as(what + "store")
                .isEmpty();
        try (Stream<Path> all = Files.list(data)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .as(what + "data folder")
                    .isSubsetOf(KEPT);
        }
        assertThat(names(data).stream().filter(name -> name.startsWith(".")))
                .as(what + "data folder")
                .isEmpty();
    }

    /** What was scored before it ended is not done again, and it comes to the same weights as a run that nobody ended. */
    private void goOn(String what, Command command, Signal signal, RunStore store, StoredRun run) throws Exception {
        boolean works = List.of("train", "resume", "window").contains(command.name());
        if (signal != Signal.KILL || !works) {
            assertNothingLost(what, store, run);
        }
        if (!works && !command.name().equals("import")) {
            return;
        }
        Configuration configuration = run.parsedConfiguration();
        if (whole.isEmpty()) {
            whole = Optional.of(trained(configuration, Optional.empty()));
        }
        Optional<Checkpoint> checkpoint = new Recording(store).checkpoint(run);
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
}
