package org.kanworkbench.app.noise;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.app.work.Work;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.noise.nkan.NkanExperiment;
import org.kanworkbench.noise.nkan.NkanResult;
import org.kanworkbench.noise.report.NkanReport;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.training.trials.WorkControl;

/** The state of the repetition of nKAN.py's experiment. On the interface thread, but for the experiment itself. */
final class NkanViewModel extends Work {

    private final Setting<Long> seed;
    private final BackgroundWork background;
    private final ReadOnlyObjectWrapper<NkanResult> result = new ReadOnlyObjectWrapper<>();
    private final AtomicInteger epochs = new AtomicInteger();

    NkanViewModel(Setting<Long> seed, Threads threads, ObjectProperty<Problem> problem) {
        this.seed = seed;
        this.background = new BackgroundWork(threads, problem);
        seed.problemProperty().subscribe(obstacle::set);
    }

    @Override
    public void start() {
        if (phase.get() != Phase.IDLE || !obstacle.get().isEmpty()) {
            return;
        }
        WorkControl mine = new WorkControl();
        long chosen = seed.get();
        control = mine;
        epochs.set(0);
        phase.set(Phase.RUNNING);
        drain();
        background.run(
                "The experiment failed",
                () -> {
                    Optional<NkanResult> came = run(chosen, mine);
                    return () -> came.ifPresent(result::set);
                },
                this::idle);
    }

    private Optional<NkanResult> run(long chosen, WorkControl mine) throws InterruptedException {
        try {
            return NkanExperiment.run(chosen, mine, epochs::set);
        } catch (NonFiniteException e) {
            throw new IllegalArgumentException(e.getMessage() + ": choose another seed", e);
        }
    }

    @Override
    public void drain() {
        if (phase.get() != Phase.IDLE) {
            showJob();
        }
    }

    @Override
    protected void showJob() {
        int done = epochs.get();
        job.set(new Job(
                "TorchKAN replication · epoch " + done + "/" + NkanExperiment.EPOCHS
                        + (phase.get() == Phase.PAUSED ? " · paused" : ""),
                (double) done / NkanExperiment.EPOCHS));
    }

    /** Its two summary plots, and the training losses; empty before there is a result. */
    List<Plot> plots() {
        return result.get() == null ? List.of() : NkanReport.plots(result.get());
    }

    /** Null before it was run. */
    ReadOnlyObjectProperty<NkanResult> resultProperty() {
        return result.getReadOnlyProperty();
    }
}
