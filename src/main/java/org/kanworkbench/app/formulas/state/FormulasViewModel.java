package org.kanworkbench.app.formulas.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.FormulaSteps;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.store.RunStore;

/** What the Formulas pane does: the search as a whole, and steps on the network that is shown. Use on the interface thread only. */
public final class FormulasViewModel {

    public final FormulaSettings settings = new FormulaSettings();
    private final RunLibrary library;
    private final Session session;
    private final Threads threads;
    public final FormulaWork work;
    public final StepList steps;
    public final EdgeViewModel edge;
    public final PruneViewModel prune;
    public final SeedsViewModel seeds;
    /** The run that is shown, in the store, and the settings that it was begun with; 0 for none. */
    private long shownRun;

    private String shownSettings = "";
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
    /** Of the newest search; null before one. */
    private Kept kept;

    /**
     * Where what is done by hand is kept.
     *
     * @param task of its states
     * @param searched those that nobody has made by hand
     */
    private record Kept(FormulaRun run, FormulaTask task, List<State> searched) {}

    /** @param tell receives messages */
    public FormulasViewModel(RunLibrary library, Session session, Threads threads, Consumer<String> tell) {
        this.library = library;
        this.session = session;
        this.threads = threads;
        work = new FormulaWork(threads, tell);
        steps = new StepList(work::busy);
        edge = new EdgeViewModel(work, steps);
        prune = new PruneViewModel(work, steps);
        seeds = new SeedsViewModel(work, steps);
        steps.shownProperty().addListener((_, _, state) -> keep(state));
        settings.onChange(() -> {
            obstacle.set(settings.obstacle());
            if (steps.shown() != null) {
                // What is shown is of others, unless they were changed back.
                session.shows(RunKind.FORMULA, settings.text().equals(shownSettings) ? shownRun : 0);
            }
        });
    }

    /** Why nothing can be sought; empty when all is well. */
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /** Looks for a formula from the data on. */
    public void find() {
        if (!settings.obstacle().isEmpty()) {
            return;
        }
        Request request = settings.request();
        String typed = settings.text();
        Optional<RunStore> store = Optional.ofNullable(library.storeProperty().get());
        work.begin("Reading the data", "No formula", stop -> {
            FormulaTask task = request.read(store);
            FormulaRun own = new FormulaRun(library.records, request.question(), request.label(), request.seed());
            SearchWatch watch = new SearchWatch(task, work, steps, Optional.of(own), null, null, List.of());
            FormulaSearch.Result result;
            try {
                result = task.search(task.settings(), watch, stop);
            } catch (RuntimeException | Error e) {
                own.fail(String.valueOf(e.getMessage()));
                throw e;
            }
            own.end(result.best(), watch.all(), task.data().train(), stop.getAsBoolean());
            Runnable last = watch.end(result.best(), stop.getAsBoolean(), result.timedOut());
            return () -> {
                last.run();
                if (steps.shown() == null || steps.shown().task() != task) {
                    // Stopped before anything was found: what was there is still shown.
                    return;
                }
                shownRun = 0;
                session.shows(RunKind.FORMULA, 0);
                kept = new Kept(own, task, List.copyOf(steps.all()));
                if (result.best().isPresent()) {
                    own.number(run -> shows(run, typed));
                }
            };
        });
    }

    /**
     * Shows what a run has kept, in the place of what is there.
     *
     * @param number of the run
     * @param asked what it was asked for, as the settings have it
     */
    public void reopen(long number, FormulaRun.Question asked, FormulaRun.Remains remains) {
        // Another may have been begun while the data were read.
        work.checkFree();
        if (remains.formulas().isEmpty() && remains.changed().isEmpty()) {
            work.tell("The run has kept no network. Find formula repeats its search.");
            return;
        }
        Request request = settings.request().of(asked);
        String typed = settings.text();
        Optional<RunStore> store = Optional.ofNullable(library.storeProperty().get());
        work.begin("Opening the run", "The formula could not be opened", stop -> {
            FormulaTask task = request.read(store);
            FormulaSteps own = task.steps(stop);
            List<Found> all = remains.formulas().stream()
                    .map(one -> own.found(one.network(), one.splines()))
                    .flatMap(Optional::stream)
                    .toList();
            List<State> made = new ArrayList<>();
            if (!remains.formulas().isEmpty()) {
                Optional<Found> best = Found.best(
                        all,
                        task.settings().maxComplexity(),
                        task.data().train(),
                        task.data().validation());
                FormulaRun.Networks shown = remains.formulas().getLast();
                made.add(task.state(
                        "Formula",
                        best.map(Found::functions).orElse(shown.network()),
                        best.map(Found::splines).orElse(shown.splines()),
                        best,
                        all));
            }
            List<State> before = List.copyOf(made);
            remains.changed()
                    .map(step -> task.state(
                            step.title(),
                            step.networks().network(),
                            step.networks().splines(),
                            all,
                            step.given(),
                            stop))
                    .ifPresent(made::add);
            boolean same = remains.of(task.data().train());
            return () -> {
                steps.begin(made);
                // What is made of other data by hand is not that run's.
                kept = same ? new Kept(new FormulaRun(library.records, number), task, before) : null;
                shows(number, typed);
                if (!same) {
                    work.tell("The data have changed since run " + number
                            + ": formula and errors are fitted to what they are now.");
                }
            };
        });
    }

    private void shows(long run, String typed) {
        threads.ui().execute(() -> {
            shownRun = run;
            shownSettings = typed;
            session.shows(RunKind.FORMULA, settings.text().equals(typed) ? run : 0);
        });
    }

    private void keep(State state) {
        if (kept != null && state.task() == kept.task) {
            kept.run.keep(
                    kept.searched.contains(state)
                            ? Optional.empty()
                            : Optional.of(new FormulaRun.Step(
                                    state.title(),
                                    new FormulaRun.Networks(state.network(), state.splines()),
                                    state.given())));
        }
    }

    /** Shows a formula of the Pareto front, with its network. */
    public void choose(Found found) {
        State state = steps.shown();
        String title = "Complexity " + found.complexity();
        work.begin(title, "The formula could not be shown", _ -> {
            State made = state.task().state(title, found.functions(), found.splines(), Optional.of(found), state.all());
            return () -> steps.add(made);
        });
    }

    /** Fits all numbers of the network anew. */
    public void refit() {
        change("Refit", "The refit does not change the network", FormulaSteps::refit, _ -> "Refit");
    }

    /** Refines the grids as long as that helps. */
    public void refine() {
        change(
                "Refine grid",
                "A finer grid does not lower the validation error",
                (own, network) -> own.refined(network, true, _ -> {}),
                SearchWatch::refined);
    }

    /** Prunes all that is not needed. */
    public void pruneAll() {
        State state = steps.shown();
        change(
                "Prune",
                "Every edge is needed: without any of them the validation error grows",
                FormulaSteps::pruned,
                less -> SearchWatch.pruned(state.network(), less));
    }

    /** A step from network to network. */
    private interface Change {
        MultKan apply(FormulaSteps steps, MultKan network);
    }

    private void change(String what, String inVain, Change change, Function<MultKan, String> title) {
        State state = steps.shown();
        work.begin(what, what + " failed", stop -> {
            MultKan network = change.apply(state.task().steps(stop), state.network());
            if (network.equals(state.network())) {
                return () -> work.tell(inVain);
            }
            State made = state.next(title.apply(network), network, false, stop);
            return () -> steps.add(made);
        });
    }

    /** Replaces every edge that is a spline, one after the other, and simplifies the formula that they make. */
    public void simplify() {
        State state = steps.shown();
        Optional<Place> spline = state.network().ties().locked().stream()
                .filter(place -> state.network().edge(place) instanceof Edge.Spline)
                .findFirst();
        if (spline.isPresent()) {
            work.tell("The edge " + Words.edge(state.task(), state.network(), spline.get())
                    + " is locked and no function yet: replace or unlock it first");
            return;
        }
        work.begin("Simplify", "The network could not be simplified", stop -> {
            FormulaTask task = state.task();
            FormulaSteps own = task.steps(stop);
            SearchWatch watch =
                    new SearchWatch(task, work, steps, Optional.empty(), state.network(), state.splines(), state.all());
            MultKan functions = own.symbolic(
                    state.network(),
                    each -> watch.stage(
                            new Stage(Stage.Kind.REPLACE, each, own.trainRmse(each), own.validationRmse(each), 0)));
            List<Found> made = new ArrayList<>();
            if (functions.symbolic()) {
                own.simpler(functions, state.splines(), one -> {
                    made.add(one);
                    watch.found(one);
                });
            }
            return watch.end(
                    Found.best(
                            made,
                            task.settings().maxComplexity(),
                            task.data().train(),
                            task.data().validation()),
                    stop.getAsBoolean(),
                    false);
        });
    }
}
