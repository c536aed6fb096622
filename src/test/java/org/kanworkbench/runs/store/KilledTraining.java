package org.kanworkbench.runs.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.loop.TrainingRun;

/**
 * A process that trains and keeps what it trains, made to be killed: it goes on with the store's interrupted run, or begins
 * one. Prints a line when the training has begun, and one at its end.
 */
final class KilledTraining {

    static final Duration CHECKPOINTS = Duration.ofMillis(100);
    static final String BEGUN = "begun";

    private KilledTraining() {}

    public static void main(String[] args) throws Exception {
        Configuration configuration = configuration();
        Dataset dataset = configuration.data().load();
        try (RunStore store = RunStore.open(Path.of(args[0]))) {
            Recording recording = new Recording(store);
            List<StoredRun> interrupted = store.list(RunQuery.NEWEST.withText("interrupted"));
            Consumer<StoreException> failed = e -> {
                throw new IllegalStateException(e);
            };
            if (interrupted.isEmpty()) {
                try (RunRecorder recorder = recording.begin(configuration, dataset, failed)) {
                    await(TrainingRun.start(
                            Engines.VECTOR, configuration, dataset, StartWeights::read, CHECKPOINTS, recorder));
                }
                return;
            }
            StoredRun run = interrupted.getFirst();
            Optional<Checkpoint> from = recording.checkpoint(run);
            try (RunRecorder recorder = recording.resume(run, from, configuration, dataset, failed)) {
                await(
                        from.isPresent()
                                ? TrainingRun.resume(Engines.VECTOR, from.get(), dataset, CHECKPOINTS, recorder)
                                : TrainingRun.start(
                                        Engines.VECTOR,
                                        configuration,
                                        dataset,
                                        StartWeights::read,
                                        CHECKPOINTS,
                                        recorder));
            }
        }
    }

    private static void await(Run run) throws InterruptedException {
        System.out.println(BEGUN);
        run.await();
    }

    static Configuration configuration() {
        DataSource.Toy source = new DataSource.Toy(ToyShape.SPIRAL, 0.1, 2000, 0);
        Dataset dataset = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        return new Configuration(
                "kal-net",
                source,
                preset.network(dataset.inputs(), List.of(16, 16), dataset.outputs()),
                preset.recipe().withEpochs(120).with(RecipeField.AVERAGING, 0.99),
                5,
                1,
                Configuration.VECTOR);
    }
}
