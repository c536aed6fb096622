package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.fit.FitRunner;
import org.kanworkbench.noise.training.SharedTrainer;
import org.kanworkbench.noise.training.ThreadTrainer;
import org.kanworkbench.noise.training.Trainer;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.TrialsEvent;
import org.kanworkbench.training.trials.WorkControl;

/** A running sweep: its fits are trials, which are stored as they end. */
public final class Sweep implements TrialListener<FinishedFit> {

    /** Fits at once on a device, where nothing else is said: their networks share launches. */
    public static final int ON_DEVICE = 64;

    private final SweepPlan plan;
    private final Optional<SweepFolder> folder;
    private final Consumer<TrialsEvent<FinishedFit>> listener;
    /** One per fit of the plan; null until completed. Guarded by this. */
    private final FinishedFit[] finished;

    private Trials<FinishedFit> trials;
    /** Of the device; null without one. */
    private Engine engine;

    /** Why the first fit that failed did. */
    private String failure;

    private Sweep(SweepPlan plan, Optional<SweepFolder> folder, Consumer<TrialsEvent<FinishedFit>> listener) {
        this.plan = plan;
        this.folder = folder;
        this.listener = listener;
        finished = new FinishedFit[plan.size()];
        for (FinishedFit fit : folder.map(SweepFolder::known).orElse(List.of())) {
            int index = plan.indexOf(fit.row());
            if (index >= 0 && finished[index] == null) {
                finished[index] = fit;
            }
        }
    }

    /**
     * Starts the fits that are not in the folder yet. One that fails does not end the others, but the sweep fails in the
     * end.
     *
     * @param folder gets the fits as they end; without one they are kept nowhere
     * @param place does not affect results
     * @param listener called from the sweep's threads, by one at a time
     * @throws IOException if tables cannot be sent to a cluster
     */
    public static Sweep start(
            SweepPlan plan, Optional<SweepFolder> folder, TrialPlace place, Consumer<TrialsEvent<FinishedFit>> listener)
            throws IOException {
        Sweep sweep = new Sweep(plan, folder, listener);
        Trials.Work<FinishedFit> fit = (index, _, control) -> fit(plan, index, new ThreadTrainer(), 1, control);
        if (plan.onDevice()) {
            // One for all fits, which share launches.
            sweep.engine = plan.engine().keeping();
            int missing = plan.size() - sweep.results().size();
            Trainer shared = new SharedTrainer(sweep.engine, place.threads(), missing);
            fit = (index, _, control) -> fit(plan, index, shared, Math.min(place.threads(), missing), control);
        }
        if (place.cluster().isPresent()) {
            if (plan.onDevice()) {
                throw new IOException("clusters train with the engine " + Configuration.VECTOR
                        + " alone: run this sweep on this computer");
            }
            Cluster.Sent sent =
                    RemoteFits.send(plan.configuration(), place.cluster().get());
            fit = (index, _, control) -> RemoteFits.fit(sent, index, control);
        }
        sweep.trials = Trials.start(plan.size(), index -> sweep.finished[index] != null, _ -> 0, place, fit, sweep);
        return sweep;
    }

    /** Pauses, resumes and cancels it. */
    public WorkControl control() {
        return trials.control();
    }

    public void await() throws InterruptedException {
        trials.await();
    }

    /** Completed fits, in the plan's order. */
    public synchronized List<FinishedFit> results() {
        return Arrays.stream(finished).filter(Objects::nonNull).toList();
    }

    /**
     * Runs a fit on the calling thread.
     *
     * @param together fits that the trainer has at once: each is said to have taken its share of the time
     * @return empty if it was cancelled
     */
    static Optional<FinishedFit> fit(SweepPlan plan, int index, Trainer trainer, int together, WorkControl control) {
        long start = control.nanoTime();
        try (FitRunner runner = new FitRunner(trainer)) {
            return runner.run(plan.task(index), plan.source(index), control)
                    .map(row -> new FinishedFit(row, (control.nanoTime() - start) / 1e6 / together));
        }
    }

    @Override
    public void ended(Trial<FinishedFit> trial, TrialProgress progress) throws SaveException {
        if (trial.result().isEmpty()) {
            failure = failure == null ? trial.failure() : failure;
            return;
        }
        FinishedFit fit = trial.result().get();
        if (folder.isPresent()) {
            folder.get().append(fit);
        }
        synchronized (this) {
            finished[trial.index()] = fit;
        }
        listener.accept(new TrialsEvent.Advanced<>(fit, progress));
    }

    @Override
    public void finished(Optional<String> unkept) {
        if (engine != null) {
            engine.release();
        }
        List<FinishedFit> results = results();
        String why = unkept.orElse(failure);
        try {
            if (folder.isPresent()) {
                folder.get().arrange(results);
            }
        } catch (SaveException e) {
            why = why == null ? OneLine.of(e) : why;
        }
        listener.accept(
                TrialsEvent.last(Optional.ofNullable(why), results.size() < plan.size(), results.size(), plan.size()));
    }
}
