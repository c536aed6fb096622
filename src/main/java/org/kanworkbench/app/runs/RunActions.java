package org.kanworkbench.app.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunQuery.Sort;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

/** Actions on a stored training run: open, resume, duplicate, and clone with edits. */
public final class RunActions {

    private final RunsViewModel list;
    private final Trainer trainer;
    private final Reopening reopening;
    private final Navigator navigator;
    private final WorkQueue queue;
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper();
    /** Numbers of the runs that are being read to be resumed. */
    private final Set<Long> resuming = new HashSet<>();
    /** Runs that are being read. */
    private int read;
    /** How often one was to be opened in Train. */
    private int opened;

    RunActions(RunsViewModel list, Trainer trainer, Reopening reopening, Navigator navigator, WorkQueue queue) {
        this.reopening = reopening;
        this.list = list;
        this.trainer = trainer;
        this.navigator = navigator;
        this.queue = queue;
    }

    /** A sweep without a fit yet can be resumed, a search for a formula repeated; a training or a comparison without anything has nothing to show. */
    static boolean canOpen(StoredRun run) {
        return switch (run.description().kind()) {
            case IMPORTED -> true;
            case SWEEP, SEARCH, FORMULA -> run.state() != RunState.RUNNING;
            case TRAINING, QUANTISATION -> run.state() != RunState.RUNNING && run.epochs() > 0;
        };
    }

    /** Whether opening it asks whether it is to go on: a sweep that did not end. */
    static boolean goesOn(StoredRun run) {
        return run.description().kind() == RunKind.SWEEP && run.state().resumable();
    }

    boolean canResume(StoredRun run) {
        return run.description().kind() == RunKind.TRAINING && run.resumable() && writable();
    }

    static boolean canRepeat(StoredRun run) {
        return run.description().kind() == RunKind.TRAINING;
    }

    private boolean writable() {
        RunStore store = list.library.storeProperty().get();
        return store != null && !store.readOnly();
    }

    /** Opens a stored run in all panes. */
    public void open(long number) {
        with(number, "Run " + number + " could not be opened", RunActions::canOpen, this::open);
    }

    /** Resumes a stored run from its checkpoint. */
    public void resume(long number) {
        with(number, "Run " + number + " could not be resumed", this::canResume, this::resume);
    }

    /** Finds a run by its number, for what can be done with it; tells where it cannot. */
    private void with(long number, String failure, Predicate<StoredRun> can, Consumer<StoredRun> action) {
        RunStore store = list.library.storeProperty().get();
        if (store == null) {
            return;
        }
        list.background.run(failure, () -> {
            // Who has just seen it end finds it so.
            list.library.records.settle();
            StoredRun run = store.run(number)
                    .filter(can)
                    .orElseThrow(() -> new IllegalArgumentException("it was deleted, runs, or kept nothing to show"));
            return () -> action.accept(run);
        });
    }

    /**
     * Brings a training back without a look at it; one that cannot be is told and left out.
     *
     * @param then happens in any case
     */
    public void reopen(long number, Runnable then) {
        RunStore store = list.library.storeProperty().get();
        if (store == null) {
            then.run();
            return;
        }
        list.background.run(
                () -> {
                    Optional<StoredRun> found = store.run(number)
                            .filter(run -> run.description().kind() == RunKind.TRAINING)
                            .filter(RunActions::canOpen);
                    // One that ended too early to keep weights is announced as interrupted.
                    return found.isEmpty() || !new Recording(store).keptWeights(found.get())
                            ? then
                            : () -> reopen(store, found.get(), then);
                },
                _ -> then.run());
    }

    private void reopen(RunStore store, StoredRun run, Runnable then) {
        Optional<Dataset> loaded =
                configuration(unopened(run), run).flatMap(configuration -> trainer.loaded(configuration.data()));
        list.background.run(
                () -> {
                    StoredTraining kept = new RunReading(store).toOpen(run, loaded);
                    return () -> {
                        trainer.reopen(kept);
                        warn(kept);
                        then.run();
                    };
                },
                why -> {
                    list.problem.set(new Problem(unopened(run), why));
                    then.run();
                });
    }

    /** Has its pane show again what other work than a training came to; what cannot be shown is left out. */
    public void bringBack(long number) {
        RunStore store = list.library.storeProperty().get();
        if (store != null) {
            list.background.attempt(() -> {
                Optional<StoredRun> found = store.run(number).filter(RunActions::canOpen);
                if (found.isEmpty()) {
                    return () -> {};
                }
                Path files = store.files(found.get()).folder();
                return () -> reopening.bringBack(found.get(), files);
            });
        }
    }

    /**
     * Shows a stored run: a training run with model, snapshots and curves in the Train pane, other work in its own
     * pane.
     */
    void open(StoredRun run) {
        switch (run.description().kind()) {
            case TRAINING -> openTraining(run);
            case IMPORTED -> openModel(run);
            case SWEEP, QUANTISATION, FORMULA, SEARCH -> openElsewhere(run);
        }
    }

    private void openElsewhere(StoredRun run) {
        try {
            RunStore store = list.library.storeProperty().get();
            reopening.show(run, store.files(run).folder());
        } catch (StoreException e) {
            list.problem.set(new Problem(unopened(run), e.getMessage()));
        }
    }

    private void openModel(StoredRun run) {
        int mine = ++opened;
        work(unopened(run), reading -> {
            SavedModel model = reading.model(run);
            return () -> {
                if (mine == opened) {
                    trainer.open(model, run.shownName());
                    navigator.show("train");
                }
            };
        });
    }

    private static String unopened(StoredRun run) {
        return run.shownName() + " could not be opened";
    }

    private void openTraining(StoredRun run) {
        int mine = ++opened;
        withData(unopened(run), run, (reading, _, loaded) -> {
            StoredTraining kept = reading.toOpen(run, loaded);
            return () -> {
                // Of two that are opened, the second stays, however long each takes to read.
                if (mine == opened) {
                    trainer.open(kept);
                    navigator.show("train");
                    warn(kept);
                }
            };
        });
    }

    /** In another pane than that which is in front then. */
    private void warn(StoredTraining kept) {
        kept.difference().map(Notice::of).ifPresent(list.workspace.notices::add);
    }

    /** Resumes from the last checkpoint, in the Train pane; not again while it is read for that. */
    void resume(StoredRun run) {
        String failure = run.shownName() + " could not be resumed";
        if (resuming.contains(run.id())) {
            return;
        }
        configuration(failure, run).ifPresent(configuration -> {
            Optional<Dataset> loaded = trainer.loaded(configuration.data());
            resuming.add(run.id());
            work(
                    failure,
                    reading -> {
                        StoredTraining kept = reading.toResume(run, loaded);
                        return () -> resume(run, kept);
                    },
                    () -> resuming.remove(run.id()));
        });
    }

    private void resume(StoredRun run, StoredTraining kept) {
        trainer.resume(kept);
        navigator.show("train");
        if (kept.checkpoint().isEmpty()) {
            list.problem.set(new Problem(
                    run.shownName() + " starts again from its beginning",
                    "it was interrupted before its first checkpoint"));
        }
    }

    /** Duplicates the run with the same seed. */
    void repeat(StoredRun run) {
        withData(unrepeated(run), run, (reading, configuration, loaded) -> {
            Dataset dataset = RunReading.dataset(configuration, loaded);
            Optional<Problem> difference = reading.difference(run, dataset);
            return () -> repeat(List.of(configuration), dataset, difference);
        });
    }

    /** Duplicates the run with new seeds. */
    void repeat(StoredRun run, int newSeeds) {
        withData(unrepeated(run), run, (reading, configuration, loaded) -> {
            Dataset dataset = RunReading.dataset(configuration, loaded);
            // Meanwhile it may have been deleted.
            long highest = reading
                    .store()
                    .list(RunQuery.NEWEST
                            .ofConfiguration(run.description().configurationKey())
                            .withSort(Sort.SEED, true)
                            .page(0, 1))
                    .stream()
                    .findFirst()
                    .orElse(run)
                    .description()
                    .seed();
            Optional<Problem> difference = reading.difference(run, dataset);
            return () -> {
                long last = Math.max(highest, highestWaiting(configuration));
                repeat(
                        LongStream.rangeClosed(last + 1, last + newSeeds)
                                .mapToObj(configuration::withSeed)
                                .toList(),
                        dataset,
                        difference);
            };
        });
    }

    /** The highest seed with which a configuration waits in the queue; -1 for none. */
    private long highestWaiting(Configuration configuration) {
        String key = ConfigurationText.key(configuration);
        long highest = -1;
        for (Queued work : queue.works()) {
            try {
                if (work.kind() == RunKind.TRAINING) {
                    Configuration waiting = ConfigurationText.parse(work.configuration(), "the queue");
                    highest = ConfigurationText.key(waiting).equals(key) ? Math.max(highest, waiting.seed()) : highest;
                }
            } catch (ModelFileException _) {
                // It is refused when its turn comes.
            }
        }
        return highest;
    }

    private static String unrepeated(StoredRun run) {
        return run.shownName() + " could not be repeated";
    }

    private void repeat(List<Configuration> repetitions, Dataset dataset, Optional<Problem> difference) {
        boolean waits = !queue.works().isEmpty() && !queue.goingProperty().get();
        queue.add(repetitions.stream()
                .map(c -> Queued.training(
                        dataset.name() + " · " + c.preset() + " · seed " + c.seed(), ConfigurationText.of(c)))
                .toList());
        if (waits) {
            list.workspace.tell("Added to the queue, which is paused");
        } else if (!queue.goingProperty().get()) {
            queue.resume();
        }
        difference.ifPresent(list.problem::set);
    }

    /** Puts the configuration into the Train pane's settings. */
    void edit(StoredRun run) {
        String failure = "The configuration of " + run.shownName() + " could not be shown";
        configuration(failure, run).ifPresent(configuration -> {
            try {
                trainer.edit(configuration);
                navigator.show("train");
            } catch (IllegalArgumentException e) {
                list.problem.set(new Problem(failure, e.getMessage()));
            }
        });
    }

    /** Empty, with a problem, where the store's text cannot be read. */
    private Optional<Configuration> configuration(String failure, StoredRun run) {
        try {
            return Optional.of(run.parsedConfiguration());
        } catch (ModelFileException e) {
            list.problem.set(new Problem(failure, e.getMessage()));
            return Optional.empty();
        }
    }

    /** As {@link Work}, with what was trained and the data, where the Train pane has them already. */
    private interface WorkWithData {
        Runnable with(RunReading reading, Configuration configuration, Optional<Dataset> loaded)
                throws IOException, DataException;
    }

    private void withData(String failure, StoredRun run, WorkWithData work) {
        configuration(failure, run).ifPresent(configuration -> {
            Optional<Dataset> loaded = trainer.loaded(configuration.data());
            work(failure, reading -> work.with(reading, configuration, loaded));
        });
    }

    /** Reads in the background. */
    private interface Work {
        Runnable with(RunReading reading) throws IOException, DataException;
    }

    private void work(String failure, Work work) {
        work(failure, work, () -> {});
    }

    private void work(String failure, Work work, Runnable atEnd) {
        BackgroundWork background = list.background;
        RunReading reading = new RunReading(list.library.storeProperty().get());
        read++;
        working.set(true);
        background.run(failure, () -> work.with(reading), () -> {
            working.set(--read > 0);
            atEnd.run();
        });
    }

    /** Whether a run is being read for one of these. */
    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }
}
