package org.kanworkbench.app;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

/** Starts trainings that waited in the queue, or resumes those that had begun before. */
record QueuedTraining(Workspace workspace, Trainer trainer) implements WorkQueue.Starter {

    @Override
    public void start(Queued work, WorkQueue.Turn turn) {
        Configuration configuration;
        try {
            configuration = ConfigurationText.parse(work.configuration(), "the queue");
        } catch (ModelFileException e) {
            turn.refused(e.getMessage());
            return;
        }
        Optional<RunStore> store =
                Optional.ofNullable(workspace.library.storeProperty().get());
        Optional<Dataset> loaded = trainer.loaded(configuration.data());
        new BackgroundWork(workspace.threads(), _ -> {})
                .run(
                        () -> {
                            Optional<StoredRun> before =
                                    store.isPresent() ? store.get().run(work.run()) : Optional.empty();
                            if (before.filter(run -> run.state().resumable()).isPresent()) {
                                StoredTraining kept = new RunReading(store.get()).toResume(before.get(), loaded);
                                return () -> begin(turn, () -> {
                                    trainer.resume(kept);
                                    return work.run();
                                });
                            }
                            if (before.filter(run -> run.state() == RunState.FINISHED)
                                    .isPresent()) {
                                return () -> turn.refused("run " + work.run()
                                        + " was resumed by hand and has finished: take it out of the queue");
                            }
                            Dataset chosen = RunReading.chosen(configuration, loaded);
                            Dataset dataset = StartWeights.scaled(chosen, configuration);
                            return () -> begin(turn, () -> trainer.train(configuration, dataset, chosen));
                        },
                        turn::refused);
    }

    private static void begin(WorkQueue.Turn turn, LongSupplier beginning) {
        if (!turn.wanted()) {
            return;
        }
        long run;
        try {
            run = beginning.getAsLong();
        } catch (IllegalArgumentException e) {
            turn.refused(e.getMessage());
            return;
        }
        turn.began(run);
    }
}
