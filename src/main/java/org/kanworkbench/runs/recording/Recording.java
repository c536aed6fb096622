package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.ProgressFile;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.SnapshotsFile;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;

/** Training runs in the store: starting, resuming and opening. */
public record Recording(RunStore store) {

    /**
     * Adds a training run that is about to start.
     *
     * @param failed called once, on a thread of the recorder, if the run can no longer be recorded
     * @return the listener for the training; close it after the training has ended
     */
    public RunRecorder begin(Configuration configuration, Dataset dataset, Consumer<StoreException> failed)
            throws StoreException {
        return begin(store.reserve(), configuration, dataset, failed);
    }

    /** The same, under a {@linkplain RunStore#reserve() reserved} number. */
    public RunRecorder begin(long id, Configuration configuration, Dataset dataset, Consumer<StoreException> failed)
            throws StoreException {
        RunDescription run = enter(id, configuration, dataset);
        // Without test samples, and before its first scores, only the digest tells what a run sees of its data.
        boolean untested =
                configuration.recipe().selection().active() && dataset.test().size() == 0;
        if (configuration.data().mayChange() || untested) {
            keepDigest(id, run.name(), dataset);
        }
        RunFiles files = store.files(run.name());
        return new RunRecorder(
                store,
                store.run(id).orElseThrow(),
                configuration,
                dataset,
                new SnapshotKeeper(store, id, files, List.of(), List.of()),
                new ProgressKeeper(store, id, files, List.of()),
                new EventLog(),
                failed);
    }

    private RunDescription enter(long id, Configuration configuration, Dataset dataset) throws StoreException {
        String text = ConfigurationText.of(configuration);
        RunDescription run = RunDescription.begun(
                RunKind.TRAINING,
                configuration.preset(),
                dataset.name(),
                configuration.seed(),
                configuration.engine(),
                configuration.network().parameters(),
                text,
                ConfigurationText.key(configuration),
                configuration.recipe().epochs());
        store.add(id, run);
        run.write(store.files(run.name()));
        return run;
    }

    /**
     * Adds a training that has ended, without its snapshots, and returns its number. It does not go on, so that a digest
     * of its data is not needed.
     */
    long add(
            Configuration configuration,
            Dataset dataset,
            List<Metric> metrics,
            TrainingEvent.Finished end,
            List<String> tags)
            throws IOException {
        long id = store.reserve();
        RunFiles files = store.files(enter(id, configuration, dataset).name());
        // First, so that one that a crash cuts off is known for what it is.
        store.annotate(id, "", tags);
        store.add(id, metrics);
        OptionalDouble score = Evaluation.score(end.test());
        try {
            ModelFile.write(SavedModel.trained(end.model(), configuration, dataset, score), files.file(RunFiles.MODEL));
        } catch (IOException e) {
            store.delete(List.of(id));
            throw e;
        }
        store.add(id, files.describe(RunFiles.MODEL, 0, 0, score));
        store.end(
                id,
                end.stopped() ? RunState.STOPPED : RunState.FINISHED,
                end.elapsed().toNanos() / 1e9,
                "");
        return id;
    }

    private void keepDigest(long run, String name, Dataset dataset) throws StoreException {
        byte[] digest = (DatasetDigest.of(dataset) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            store.add(run, store.files(name).write(RunFiles.DATA, 0, 0, out -> out.write(digest)));
        } catch (IOException e) {
            throw StoreException.of(e);
        }
    }

    /**
     * A clause that says that a data set has changed since the run's training; empty if it has not, or if that is
     * unknown, as for runs of versions that did not store a digest.
     */
    public Optional<String> changed(StoredRun run, Dataset now) throws StoreException {
        return digest(run)
                .filter(digest ->
                        !digest.equals(DatasetDigest.of(now)) && !digest.equals(DatasetDigest.of(now.withoutTest())))
                .map(_ -> "the data set '" + now.name() + "' has changed since run " + run.id() + " began");
    }

    /** Of the run's data; empty if it is unknown. */
    private Optional<String> digest(StoredRun run) throws StoreException {
        Path kept = store.files(run).file(RunFiles.DATA);
        try {
            return Files.exists(kept)
                    ? Optional.of(WholeFile.text(kept, 1 << 10).strip())
                    : Optional.empty();
        } catch (IOException _) {
            // Unreadable files are ignored here; `runs check` reports them.
            return Optional.empty();
        }
    }

    /**
     * The data as a run sees them: one that reports on its validation samples does without the test samples, and its
     * scores of both are the same.
     */
    public Dataset seen(StoredRun run, Dataset whole) throws StoreException, ModelFileException {
        boolean untested = run.untested()
                // Its scores tell of none yet, or an earlier version kept some as those of the test samples.
                || run.parsedConfiguration().recipe().selection().active()
                        && whole.test().size() > 0
                        && digest(run).equals(Optional.of(DatasetDigest.of(whole.withoutTest())));
        return untested ? whole.withoutTest() : whole;
    }

    /** The checkpoint of a run; empty if it has none and must restart. */
    public Optional<Checkpoint> checkpoint(StoredRun run) throws ModelFileException, StoreException {
        if (!there(run, RunFiles.CHECKPOINT)) {
            return Optional.empty();
        }
        Checkpoint kept = CheckpointFile.read(store.files(run).file(RunFiles.CHECKPOINT));
        // For a run from an archive, only the store knows the location of its data on this machine.
        Configuration entered = run.parsedConfiguration();
        return Optional.of(
                kept.with(kept.configuration().withData(entered.data()).withStart(entered.start())));
    }

    /**
     * Resumes a run: records after the checkpoint are deleted and will be repeated.
     *
     * @param from checkpoint; empty to restart the run
     */
    public RunRecorder resume(
            StoredRun run,
            Optional<Checkpoint> from,
            Configuration configuration,
            Dataset dataset,
            Consumer<StoreException> failed)
            throws StoreException, ModelFileException {
        long step = from.map(Checkpoint::step).orElse(-1L);
        Map<StoredFile, List<Snapshot>> kept = readable(run);
        List<Snapshot> before = merged(kept).stream()
                .filter(snapshot -> snapshot.step() <= step)
                .toList();
        double epoch = before.isEmpty() ? 0 : before.getLast().epoch();
        RunFiles files = store.files(run);
        List<TrainingEvent.Progress> progress =
                progress(run).stream().filter(p -> p.step() <= step).toList();
        store.rewind(run.id(), step, epoch);
        return new RunRecorder(
                store,
                run,
                configuration,
                dataset,
                new SnapshotKeeper(store, run.id(), files, before, List.copyOf(kept.keySet())),
                new ProgressKeeper(store, run.id(), files, progress),
                new EventLog(from),
                failed);
    }

    /** The final model of a run; empty for an unfinished run. */
    public Optional<SavedModel> model(StoredRun run) throws StoreException, ModelFileException {
        if (there(run, RunFiles.MODEL)) {
            return Optional.of(ModelFile.read(store.files(run).file(RunFiles.MODEL)));
        }
        return Optional.empty();
    }

    /** Whether a run kept weights of any kind: a model, snapshots or a checkpoint. */
    public boolean keptWeights(StoredRun run) throws StoreException {
        return there(run, RunFiles.MODEL)
                || there(run, RunFiles.CHECKPOINT)
                || !momentFiles(run).isEmpty();
    }

    /** A run's snapshots, first to newest, but for those in files that cannot be read: a run can do without. */
    public List<Snapshot> snapshots(StoredRun run) throws StoreException {
        return merged(readable(run));
    }

    private static List<Snapshot> merged(Map<StoredFile, List<Snapshot>> files) {
        // If two files contain the same snapshot, as after a crash between writing one and deleting the other, either
        // is used.
        Map<Long, Snapshot> snapshots = new TreeMap<>();
        files.values().forEach(some -> some.forEach(snapshot -> snapshots.put(snapshot.step(), snapshot)));
        return List.copyOf(snapshots.values());
    }

    private Map<StoredFile, List<Snapshot>> readable(StoredRun run) throws StoreException {
        Map<StoredFile, List<Snapshot>> readable = new LinkedHashMap<>();
        for (StoredFile file : momentFiles(run)) {
            try {
                readable.put(file, SnapshotsFile.read(store.files(run).file(file.path())));
            } catch (ModelFileException _) {
                // `runs check` reports it.
            }
        }
        return readable;
    }

    /** A run's progress in order, as far as it is kept: nothing of runs of earlier versions, or of a search's trials. */
    public List<TrainingEvent.Progress> progress(StoredRun run) throws StoreException {
        try {
            return there(run, RunFiles.PROGRESS)
                    ? ProgressFile.read(store.files(run).file(RunFiles.PROGRESS))
                    : List.of();
        } catch (ModelFileException _) {
            // Unreadable files are ignored here; `runs check` reports them.
            return List.of();
        }
    }

    private boolean there(StoredRun run, String path) throws StoreException {
        return store.storedFiles(run.id()).stream().anyMatch(f -> f.path().equals(path));
    }

    private List<StoredFile> momentFiles(StoredRun run) throws StoreException {
        return store.storedFiles(run.id()).stream()
                .filter(file -> file.path().startsWith(RunFiles.SNAPSHOTS))
                .toList();
    }
}
