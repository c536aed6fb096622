package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.StoreCheck.Finding;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Kills a training process again and again (SIGKILL) and looks at what it leaves. {@code -Dstore.kills=200} for the long run. */
class KillTest {

    private static final int KILLS = Integer.getInteger("store.kills", 2);
    private static final int LATEST_MILLIS = 2000;
    /** Every so many a process is killed while it starts, opens the store and makes its tables. */
    private static final int EARLY = 4;

    private static final int LATEST_EARLY_MILLIS = 1500;

    @TempDir
    private Path folder;

    /** What checks found and repaired after the kills, by kind. */
    private final Map<String, Integer> repaired = new TreeMap<>();

    private int checkpoints;

    @Test
    void a_killed_process_loses_nothing_but_what_came_after_the_last_checkpoint() throws Exception {
        List<TrainingEvent> whole = new ArrayList<>();
        TrainingRun.start(
                        KilledTraining.configuration(),
                        KilledTraining.configuration().data().load(),
                        whole::add)
                .await();
        Model wanted = ((TrainingEvent.Finished) whole.getLast()).model();
        SplittableRandom random = new SplittableRandom(3);
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % EARLY == EARLY - 1) {
                killEarly(random.nextInt(LATEST_EARLY_MILLIS));
            } else {
                runAndKill(random.nextInt(LATEST_MILLIS));
            }
            inspect(wanted, kill);
        }
        complete();
        inspect(wanted, KILLS);
        try (RunStore store = RunStore.open(folder)) {
            int finished = store.count(RunQuery.NEWEST.withText("finished"));
            assertThat(finished).isPositive();
            System.out.printf(
                    "%d kills: %d runs finished, %d times there was a checkpoint to go on from; repaired: %s%n",
                    KILLS, finished, checkpoints, repaired);
        }
    }

    private Process start() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledTraining.class.getName(),
                folder.toString());
        File log = folder.resolve("log.txt").toFile();
        return new ProcessBuilder(command).redirectError(log).start();
    }

    /** @param millis how long the training may go on */
    private void runAndKill(int millis) throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as(log()).isEqualTo(KilledTraining.BEGUN);
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
    }

    /** @param millis from the process's start */
    private void killEarly(int millis) throws Exception {
        Process process = start();
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private void complete() throws Exception {
        assertThat(start().waitFor()).as(log()).isZero();
    }

    private String log() throws Exception {
        Path log = folder.resolve("log.txt");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private void inspect(Model wanted, int kill) throws Exception {
        StoreCheck.Report report = StoreCheck.run(folder);
        assertThat(report.findings()).as("after kill " + kill).allMatch(Finding::repaired);
        for (Finding finding : report.findings()) {
            repaired.merge(finding.what().replaceAll("[-\\w]*\\d[-\\w]*", "N"), 1, Integer::sum);
        }
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            for (StoredRun run : store.list(RunQuery.NEWEST)) {
                assertThat(run.state()).isIn(RunState.FINISHED, RunState.INTERRUPTED);
                List<Metric> metrics = store.metrics(run.id());
                if (run.state() == RunState.FINISHED) {
                    assertThat(recording.model(run).orElseThrow().model()).isEqualTo(wanted);
                } else if (recording.checkpoint(run).isPresent()) {
                    checkpoints++;
                    Checkpoint checkpoint = recording.checkpoint(run).get();
                    assertThat(metrics.stream().filter(m -> m.epochEnd() && m.step() <= checkpoint.step()))
                            .as("epochs before the checkpoint")
                            .hasSize((int) checkpoint.step() / stepsPerEpoch(metrics));
                }
            }
        }
    }

    private static int stepsPerEpoch(List<Metric> metrics) {
        return metrics.stream()
                .filter(Metric::epochEnd)
                .map(m -> (int) Math.round(m.step() / m.epoch()))
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }
}
