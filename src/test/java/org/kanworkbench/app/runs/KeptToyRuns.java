package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Small runs in a store, trained for real or only listed. */
public final class KeptToyRuns {

    static final DataSource.Toy MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);
    static final int EPOCHS = 4;

    private static final Dataset DATASET = MOONS.load();

    private KeptToyRuns() {}

    static Configuration configuration(String presetName, long seed) {
        Preset preset = Preset.named(presetName).orElseThrow().forSmallData();
        return new Configuration(
                presetName,
                MOONS,
                preset.network(DATASET.inputs(), DATASET.outputs()),
                preset.recipe().withEpochs(EPOCHS),
                seed,
                1,
                Configuration.VECTOR);
    }

    /** Trains, and keeps all of it. */
    static void train(Path folder, String preset, long seed) throws Exception {
        train(folder, configuration(preset, seed), DATASET, EPOCHS + 1);
    }

    /** As if somebody had changed the learning rate of a run. */
    static void changeRate(Path folder, long run, int epoch, double rate) throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.add(
                    run,
                    new RunEvent(epoch, epoch, Instant.EPOCH, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(rate)));
        }
    }

    /** Leaves a run as a process does that is killed in its third epoch. */
    public static void interrupt(Path folder, String preset, long seed) throws Exception {
        train(folder, configuration(preset, seed), DATASET, 2);
    }

    /** The same, of a run without a test set. */
    public static void interruptUntested(Path folder, String preset, long seed) throws Exception {
        Configuration usual = configuration(preset, seed);
        train(folder, usual.withRecipe(usual.recipe().with(RecipeField.VALIDATION_ROWS, 50)), DATASET.withoutTest(), 2);
    }

    static void train(Path folder, Configuration configuration, Dataset dataset, int epochs) throws Exception {
        try (RunStore store = RunStore.open(folder);
                RunRecorder recorder = new Recording(store).begin(configuration, dataset, KeptToyRuns::fail)) {
            AtomicBoolean over = new AtomicBoolean();
            TrainingRun.start(Engines.VECTOR, configuration, dataset, StartWeights::read, Duration.ZERO, event -> {
                        if (!over.get()) {
                            recorder.accept(event);
                        }
                        if (event instanceof TrainingEvent.Checkpointed c
                                && c.checkpoint().step() >= epochs * stepsPerEpoch(configuration)) {
                            over.set(true);
                        }
                    })
                    .await();
        }
    }

    private static long stepsPerEpoch(Configuration configuration) {
        return Math.ceilDiv(DATASET.train().size(), configuration.recipe().batch());
    }

    private static void fail(StoreException e) {
        throw new AssertionError(e);
    }

    /** Of numbers, which are scored otherwise, before its first scores. */
    static RunDescription untrainedNumbers() {
        Configuration classes = configuration("kal-net", 0);
        return RunDescription.begun(
                RunKind.TRAINING,
                "kal-net",
                "Two moons",
                0,
                Configuration.VECTOR,
                100,
                ConfigurationText.of(classes.withRecipe(classes.recipe().withLoss(Loss.MSE))),
                "numbers",
                EPOCHS);
    }

    /** Lists runs that nobody trained. */
    static void list(RunStore store, int count) throws StoreException {
        Configuration configuration = configuration("kal-net", 0);
        String text = ConfigurationText.of(configuration);
        List<RunDescription> runs = LongStream.range(0, count)
                .mapToObj(i -> new RunDescription(
                        "run-" + i,
                        RunKind.TRAINING,
                        i % 2 == 0 ? "kal-net" : "mlp",
                        "Two moons",
                        i,
                        Configuration.VECTOR,
                        100 + i,
                        text,
                        "key-" + i % 50,
                        EPOCHS,
                        1000 * (1_700_000_000 + i),
                        "test"))
                .toList();
        store.addAll(runs);
    }
}
