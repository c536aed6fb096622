package org.kanworkbench.noise.sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.FitRunner;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.WorkControl;

/** A running sweep: its fits are trials, which are stored as they end. */
public final class Sweep implements TrialListener<FitRow> {

    private final SweepPlan plan;
    private final FitStore store;
    private final Consumer<SweepEvent> listener;
    /** One per fit of the plan; null until completed. Guarded by this. */
    private final FinishedFit[] finished;

    private Trials<FitRow> trials;
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
     * Starts the fits that are not in the store yet. One that fails does not end the others, but the sweep fails in the
     * end.
     *
     * @param threads number of concurrent fits; does not affect results
     * @param listener called from the sweep's threads, by one at a time
     */
    public static Sweep start(SweepPlan plan, FitStore store, int threads, Consumer<SweepEvent> listener) {
        Sweep sweep = new Sweep(plan, store, listener);
        BitSet known = new BitSet();
        IntStream.range(0, plan.size()).filter(i -> sweep.finished[i] != null).forEach(known::set);
        listener.accept(new SweepEvent.Started(known.cardinality(), plan.size()));
        sweep.trials = Trials.start(plan.size(), known, threads, sweep::fit, sweep);
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
        List<FinishedFit> results = new ArrayList<>();
        for (FinishedFit fit : finished) {
            if (fit != null) {
                results.add(fit);
            }
        }
        return results;
    }

    private Optional<FitRow> fit(int index, int worker, WorkControl control) {
        try (FitRunner runner = new FitRunner()) {
            return runner.run(plan.task(index), plan.source(index), control::cancelled);
        }
    }

    @Override
    public void ended(Trial<FitRow> trial, TrialProgress progress) throws SaveException {
        if (trial.result().isEmpty()) {
            failure = failure == null ? trial.failure() : failure;
            return;
        }
        FinishedFit fit = new FinishedFit(trial.result().get(), trial.seconds() * 1e3);
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
