package org.kanworkbench.app.runs.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.loop.TrainValidationSplit;

/** Reads complete training runs from the store. Do not call on the interface thread. */
public record RunReading(RunStore store) {

    /** With its weights, scored anew on the test set. */
    public StoredTraining toOpen(StoredRun run, Optional<Dataset> loaded) throws IOException, DataException {
        Configuration configuration = run.parsedConfiguration();
        Dataset chosen = chosen(configuration, loaded);
        Dataset whole = StartWeights.scaled(chosen, configuration);
        Recording recording = new Recording(store);
        List<Snapshot> snapshots = recording.snapshots(run);
        Optional<SavedModel> saved = recording.model(run);
        Optional<Model> file = saved.map(SavedModel::model);
        // A table that has changed is scaled otherwise than its weights know it.
        Dataset dataset = saved.isPresent() ? saved.get().seen(whole) : whole;
        Optional<String> changed = recording
                .changed(run, whole)
                .or(() -> Optional.of("columns or classes of '" + whole.name() + "' have changed since run " + run.id()
                                + " began")
                        .filter(_ -> dataset != whole));
        Optional<Model> model = file;
        OptionalDouble modelEpoch = OptionalDouble.empty();
        if (model.isEmpty() || run.state() == RunState.INTERRUPTED) {
            // Of a process that was killed: what it wrote last, which is from before that. A file is of a stop before.
            Optional<Checkpoint> checkpoint = recording.checkpoint(run);
            long kept = checkpoint.map(Checkpoint::step).orElse(-1L);
            Optional<Snapshot> newer =
                    snapshots.isEmpty() || snapshots.getLast().step() < kept
                            ? Optional.empty()
                            : Optional.of(snapshots.getLast());
            model = newer.map(Snapshot::model).or(() -> checkpoint.map(Checkpoint::scored));
            modelEpoch = newer.isPresent()
                    ? OptionalDouble.of(newer.get().epoch())
                    : snapshots.stream()
                            .filter(snapshot -> snapshot.step() > 0)
                            .mapToDouble(snapshot -> kept * snapshot.epoch() / snapshot.step())
                            .findFirst();
            model = model.or(() -> file);
        }
        if (model.isEmpty()) {
            throw new IllegalArgumentException(
                    "run " + run.id() + " kept no weights: it ended too early; Repeat trains it anew");
        }
        NetworkSpec network = model.get().network();
        if (network.inputs() != dataset.inputs() || network.outputs() != dataset.outputs()) {
            throw new IllegalArgumentException("it is a network of " + network.shape() + " but " + dataset.name()
                    + " has " + dataset.shape() + ": bring the data back that it was trained on, or repeat it");
        }
        boolean otherScale = saved.isEmpty() && whole.scaling().isPresent();
        return new StoredTraining(
                run,
                configuration,
                dataset,
                chosen,
                run.untested(),
                dataset,
                store.metrics(run.id()),
                recording.progress(run),
                store.events(run.id()),
                snapshots,
                model,
                modelEpoch,
                Optional.of(Evaluator.ofTest(
                        model.get(), dataset, configuration.recipe().batch(), configuration.threads())),
                Optional.empty(),
                changed.map(how -> new Problem(
                        "Run " + run.id() + " is opened on other data",
                        how + ": its scores are now of the changed data"
                                + (otherScale ? ", whose columns are scaled otherwise than in its training" : ""))));
    }

    /** The model that a run kept. */
    public SavedModel model(StoredRun run) throws IOException {
        return ModelFile.read(store.model(run)
                .orElseThrow(() -> new IllegalArgumentException("run " + run.id() + " has no model: "
                        + (run.state() == RunState.RUNNING
                                ? "it still runs"
                                : "it did not end; Resume continues it"))));
    }

    /** With the place where it can go on. */
    public StoredTraining toResume(StoredRun run, Optional<Dataset> loaded) throws IOException, DataException {
        Configuration configuration = run.parsedConfiguration();
        Recording recording = new Recording(store);
        Dataset chosen = chosen(configuration, loaded);
        Dataset dataset = StartWeights.scaled(chosen, configuration);
        Optional<String> changed = recording.changed(run, dataset);
        if (changed.isPresent()) {
            throw new IllegalArgumentException(
                    changed.get() + ": it cannot be resumed with other data, repeat it instead");
        }
        Dataset seen = recording.seen(run, dataset);
        boolean untested = seen != dataset;
        return new StoredTraining(
                run,
                configuration,
                dataset,
                chosen,
                untested,
                untested
                        ? TrainValidationSplit.of(seen, configuration.recipe().selection())
                                .dataset()
                        : dataset,
                store.metrics(run.id()),
                recording.progress(run),
                store.events(run.id()),
                recording.snapshots(run),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                recording.checkpoint(run),
                Optional.empty());
    }

    /** A warning that a duplicate run will give different results because the data have changed; empty for none. */
    public Optional<Problem> difference(StoredRun run, Dataset dataset) throws IOException {
        return new Recording(store)
                .changed(run, dataset)
                .map(changed -> new Problem(
                        "Run " + run.id() + " is repeated on other data",
                        changed + ": the same seed now gives other weights and scores"));
    }

    /** A configuration's data as the weights that it begins with know them. */
    public static Dataset dataset(Configuration configuration, Optional<Dataset> loaded)
            throws IOException, DataException {
        return StartWeights.scaled(chosen(configuration, loaded), configuration);
    }

    /** A configuration's data as they are chosen, which is how other runs see them. */
    public static Dataset chosen(Configuration configuration, Optional<Dataset> loaded) throws DataException {
        return loaded.isPresent() ? loaded.get() : configuration.data().load();
    }
}
