package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.fit.FitRunner;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.WorkControl;

/** A running sweep: its fits are trials, which are stored as they end. */
public final class Sweep implements TrialListener<FinishedFit> {

    private final SweepPlan plan;
    private final FitStore store;
    private final Consumer<SweepEvent> listener;
    /** One per fit of the plan; null until completed. Guarded by this. */
    private final FinishedFit[] finished;

    private Trials<FinishedFit> trials;
    /** Why the first fit that failed did. */
    private String failure;

    private Sweep(SweepPlan plan, FitStore store, Consumer<SweepEvent> listener) {
        this.plan = plan;
        this.store = store;
        this.listener = listener;
        finished = new FinishedFit[plan.size()];
        for (FinishedFit fit : store.known()) {
            int index = plan.indexOf(fit.row());
            if (index >= 0 && finished[index] == null) {
                finished[index] = fit;
            }
        }
    }

    /**
     * Starts the fits that are not in the store yet, on this machine. One that fails does not end the others, but the sweep
     * fails in the end.
     *
     * @param threads number of concurrent fits; does not affect results
     * @param listener called from the sweep's threads, by one at a time
     */
    public static Sweep start(SweepPlan plan, FitStore store, int threads, Consumer<SweepEvent> listener) {
        Sweep sweep = new Sweep(plan, store, listener);
        sweep.trials = Trials.start(plan.size(), sweep.begin(), threads, sweep::fit, sweep);
        return sweep;
    }

    /** The same on a cluster. */
    public static Sweep start(SweepPlan plan, FitStore store, Cluster cluster, Consumer<SweepEvent> listener)
            throws IOException {
        Cluster.Sent sent = RemoteFits.send(plan.configuration(), cluster);
        Sweep sweep = new Sweep(plan, store, listener);
        sweep.trials = Trials.start(
                plan.size(),
                sweep.begin(),
                _ -> 0,
                cluster,
                (index, _, control) -> RemoteFits.fit(sent, index, control),
                sweep);
        return sweep;
    }

    /** The fits that are in the store. */
    private BitSet begin() {
        BitSet known = new BitSet();
        IntStream.range(0, plan.size()).filter(i -> finished[i] != null).forEach(known::set);
        listener.accept(new SweepEvent.Started(known.cardinality(), plan.size()));
        return known;
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
        List<FinishedFit> results = new ArrayList<>();
        for (FinishedFit fit : finished) {
            if (fit != null) {
                results.add(fit);
            }
        }
        return results;
    }

    private Optional<FinishedFit> fit(int index, int worker, WorkControl control) {
        return fit(plan, index, control);
    }

    /** Runs a fit on the calling thread; empty if it was cancelled. */
    static Optional<FinishedFit> fit(SweepPlan plan, int index, WorkControl control) {
        long start = System.nanoTime();
        try (FitRunner runner = new FitRunner()) {
            return runner.run(plan.task(index), plan.source(index), control::cancelled)
                    .map(row -> new FinishedFit(row, (System.nanoTime() - start) / 1e6));
        }
    }

    @Override
    public void ended(Trial<FinishedFit> trial, TrialProgress progress) throws SaveException {
        if (trial.result().isEmpty()) {
            failure = failure == null ? trial.failure() : failure;
            return;
        }
        FinishedFit fit = trial.result().get();
        store.append(fit);
        synchronized (this) {
            finished[trial.index()] = fit;
        }
        listener.accept(new SweepEvent.Advanced(
                fit, progress.done(), progress.total(), progress.elapsed(), progress.remaining()));
    }

    @Override
    public void finished(Optional<String> unkept) {
        List<FinishedFit> results = results();
        String why = unkept.orElse(failure);
        try {
            store.arrange(results);
        } catch (SaveException e) {
            why = why == null ? OneLine.of(e) : why;
        }
        listener.accept(
                why == null
                        ? new SweepEvent.Finished(results.size() < plan.size(), results.size(), plan.size())
                        : new SweepEvent.Failed(why));
    }
}
