package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.app.noise.settings.FitSettings;
import org.kanworkbench.app.noise.settings.ModelSettings;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.app.work.Work;
import org.kanworkbench.data.DataException;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.live.LiveEvent;
import org.kanworkbench.noise.live.LiveFit;
import org.kanworkbench.noise.live.LiveSetup;
import org.kanworkbench.noise.target.Target;

/**
 * The state of the live fit. While there is none, a change of the settings shows other points; while there is one, or one
 * has ended, it begins anew. {@link #drain()} takes in what a fit has told, at most once a frame; everything else happens
 * on the interface thread.
 */
public final class LiveViewModel extends Work {

    /**
     * What is looked at anew: a setup without models, or an earlier view from elsewhere.
     *
     * @param change the number of the change after which it is
     */
    private record Look(LiveSetup setup, FitView view, Lookout lookout, int change) {}

    /**
     * @param target what the view is of; null where that is as before
     * @param problem one line; empty where there is a view
     */
    private record Seen(FitView view, String target, String problem) {}

    public final FitSettings settings;
    private final Executor calm;
    private final NewestFirst<Look, Seen> looking;
    private final ReadOnlyObjectWrapper<FitView> view = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper target = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Problem> problem;
    /** Whether the fit's tab is in front: settings that are others' too begin no fit that nobody sees. */
    public final BooleanProperty inFront = new SimpleBooleanProperty(true);

    final ObjectProperty<Lookout> lookout = new SimpleObjectProperty<>(Lookout.of(1));
    private final LearningCurves curves = new LearningCurves();
    private LiveFit fit;
    private FrameGate gate;
    private LiveSetup running;
    /** The action to start when the current fit has ended. */
    private LiveSetup next;

    /** Whether the view is of a fit, running or ended; then a change of the settings begins another. */
    private boolean fitted;
    /** Whether the fit that goes on has told nothing yet, so that the view is of an earlier one. */
    private boolean silent;

    /** The target of the points that were last looked at; null before the first. */
    private Target looked;

    /** What was asked to be looked at and is not shown yet; null for nothing. */
    private LiveSetup awaited;

    /** Of the last fit that failed with the settings as they are; null before one has. */
    private Problem failure;

    private int changes;

    /** The fit before, or the one that goes on; null before the first. */
    private LiveFit last;

    /**
     * @param calm runs actions on the interface thread, after a moment in which other settings may follow: a number is typed digit by digit
     * @param problem receives errors, null when a fit starts
     */
    public LiveViewModel(FitSettings settings, Threads threads, Executor calm, ObjectProperty<Problem> problem) {
        this.settings = settings;
        this.calm = calm;
        this.problem = problem;
        looking = new NewestFirst<>(threads, LiveViewModel::look, this::show, obstacle::set);
        settings.onChange(this::settingsChanged);
        lookout.addListener((_, _, moved) -> lookElsewhere(moved));
        settingsChanged();
    }

    private static Seen look(Look wanted) {
        if (wanted.setup() == null) {
            return new Seen(FitView.of(wanted.view().started(), wanted.view().frame(), wanted.lookout()), null, "");
        }
        try {
            return new Seen(
                    FitView.before(LiveFit.points(wanted.setup()), wanted.lookout()),
                    wanted.setup().target().label(),
                    "");
        } catch (DataException | IllegalArgumentException e) {
            return new Seen(null, null, e.getMessage());
        }
    }

    private void show(Look look, Seen seen) {
        if (look.setup() == awaited) {
            awaited = null;
        }
        if (settings.target.lacksTable()) {
            // It is of the target before.
            return;
        }
        // What stands in the way of newer settings, or elsewhere of a fit, stays.
        if (look.setup() != null && look.change() == changes) {
            obstacle.set(seen.problem());
        }
        // A fit that has begun meanwhile shows itself.
        if (seen.view() != null && phase.get() != Phase.RUNNING) {
            show(seen.view());
            target.set(seen.target() == null ? target.get() : seen.target());
        }
    }

    private void show(FitView shown) {
        if (lookout.get().inputs() != shown.lookout().inputs()) {
            lookout.set(shown.lookout());
        }
        curves.add(shown);
        view.set(shown);
    }

    private void settingsChanged() {
        int turn = ++changes;
        if (problem.get() == failure) {
            problem.set(null);
        }
        Optional<LiveSetup> setup = setup();
        if (setup.isEmpty()) {
            if (settings.target.lacksTable() && phase.get() == Phase.IDLE) {
                // Nothing of the target before looks as if it were of the table.
                looked = null;
                fitted = false;
                view.set(null);
                target.set("");
            }
            return;
        }
        if (phase.get() != Phase.IDLE || fitted && inFront.get() && sameKind(setup.get())) {
            calm.execute(() -> {
                if (turn == changes) {
                    begin(setup.get());
                }
            });
        } else {
            fitted = false;
            // What is typed is a formula before it is whole, too; all else is seen at once.
            boolean typed =
                    looked instanceof Target.Formula && !setup.get().target().equals(looked);
            Executor when = typed ? calm : Runnable::run;
            when.execute(() -> {
                if (turn == changes) {
                    looked = setup.get().target();
                    awaited = setup.get();
                    looking.submit(new Look(awaited, null, lookout.get(), turn));
                }
            });
        }
    }

    /** Whether an ended fit would only be repeated with other noise or points; another target is looked at first. */
    private boolean sameKind(LiveSetup setup) {
        return running != null && setup.target().equals(running.target());
    }

    private Optional<LiveSetup> setup() {
        try {
            LiveSetup setup = settings.setup();
            obstacle.set("");
            return Optional.of(setup);
        } catch (IllegalArgumentException e) {
            obstacle.set(e.getMessage());
            return Optional.empty();
        }
    }

    private void lookElsewhere(Lookout moved) {
        FitView shown = view.get();
        if (gate != null) {
            gate.look(moved);
        }
        if (shown != null
                && phase.get() != Phase.RUNNING
                && moved.inputs() == shown.lookout().inputs()) {
            // Of two looks only the newer one is taken.
            looking.submit(new Look(awaited, shown, moved, changes));
        }
    }

    /** Starts a fit, after ending the current one. */
    @Override
    public void start() {
        changes++;
        setup().ifPresent(this::begin);
    }

    private void begin(LiveSetup setup) {
        problem.set(null);
        if (fit != null) {
            next = setup;
            gate.open();
            control.cancel();
            return;
        }
        running = setup;
        next = null;
        gate = new FrameGate(lookout.get());
        fit = LiveFit.start(setup, last, gate::accept);
        last = fit;
        control = fit.control();
        fitted = true;
        silent = true;
        phase.set(Phase.RUNNING);
        job.set(new Job("fit · starting", 0));
    }

    /** Stops the fit. */
    @Override
    public void stop() {
        changes++;
        next = null;
        if (fit != null) {
            gate.open();
            control.cancel();
        }
    }

    /** Processes new events of the fit; call once per frame during a fit. */
    @Override
    public void drain() {
        if (fit == null) {
            return;
        }
        FrameGate.Told told = gate.take();
        if (told.view() != null) {
            silent = false;
            show(told.view());
            target.set(running.target().label());
            showJob();
        }
        if (told.end() != null) {
            end(told.end());
        }
    }

    private void end(LiveEvent end) {
        fit = null;
        gate = null;
        idle();
        if (end instanceof LiveEvent.Failed failed) {
            failure = new Problem("The fit failed", failed.message());
            problem.set(failure);
            fitted = false;
        }
        if (next != null) {
            begin(next);
        }
    }

    @Override
    protected void showJob() {
        FitView shown = view.get();
        int steps = running.budget().steps();
        int step = silent || shown == null ? 0 : shown.frame().step();
        job.set(new Job(
                String.format(Locale.ROOT, "fit · step %,d/%,d", step, steps)
                        + (phase.get() == Phase.PAUSED ? " · paused" : ""),
                (double) step / steps));
    }

    /** The displayed view; null before the first points. */
    public ReadOnlyObjectProperty<FitView> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /** What the view is of, which the settings may be ahead of; empty before there is one. */
    public ReadOnlyStringProperty targetProperty() {
        return target.getReadOnlyProperty();
    }

    /** Test errors over the fit's steps, one line per model. */
    List<PlotSeries> curves() {
        return curves.series();
    }

    /** The rule by which the last fit's networks were matched in size. */
    Optional<Match> match() {
        return running == null ? Optional.empty() : ModelSettings.matched(running.contenders());
    }

    /** The models of the view with costs and results. */
    List<ModelRow> rows() {
        return view.get() == null ? List.of() : ModelRow.of(view.get());
    }

    /** The learning curves of one fit: the test error of every model. */
    private static final class LearningCurves {

        private LiveEvent.Started of;
        private int newest = -1;
        private List<PlotSeries> series = List.of();

        /** Adds a frame of the current fit, or starts with one of another fit. */
        void add(FitView view) {
            if (view.started() != of) {
                of = view.started();
                newest = -1;
                series = new ArrayList<>();
                view.frame().models().forEach(model -> series.add(line(model.name())));
            }
            if (view.frame().step() > newest) {
                newest = view.frame().step();
                for (int m = 0; m < series.size(); m++) {
                    series.get(m).add(newest, view.frame().models().get(m).testMse());
                }
            }
        }

        private static PlotSeries line(String model) {
            int own = Candidate.series(model);
            return new PlotSeries(model, own, SeriesInk.line(own));
        }

        List<PlotSeries> series() {
            return List.copyOf(series);
        }
    }
}
