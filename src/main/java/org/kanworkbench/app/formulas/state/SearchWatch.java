package org.kanworkbench.app.formulas.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.Counted;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;

/** Turns the stages of a search into steps, as they come. Called on the search's thread. */
final class SearchWatch implements FormulaSearch.Listener {

    private final FormulaTask task;
    private final FormulaWork work;
    private final StepList steps;
    private final List<Found> found;
    /** Those of before. */
    private final int earlier;

    private final Optional<FormulaRun> run;
    private MultKan before;
    /** The last network of each shape without functions: the search comes back to smaller networks. */
    private final Map<String, MultKan> splines = new HashMap<>();

    /**
     * @param run where the search is recorded, if it is
     * @param before the network of the step before, null for none
     * @param splines of which it was made, null for none
     * @param found formulas until then
     */
    SearchWatch(
            FormulaTask task,
            FormulaWork work,
            StepList steps,
            Optional<FormulaRun> run,
            MultKan before,
            MultKan splines,
            List<Found> found) {
        this.task = task;
        this.work = work;
        this.steps = steps;
        this.run = run;
        this.before = before;
        if (splines != null) {
            this.splines.put(Words.shape(splines), splines);
        }
        this.found = new ArrayList<>(found);
        earlier = found.size();
    }

    @Override
    public void stage(Stage stage) {
        run.ifPresent(kept -> kept.stage(stage));
        MultKan network = stage.network();
        if (network.equals(before)) {
            return;
        }
        String shape = Words.shape(network);
        // A network that is given may have functions to begin with.
        if (!State.replaced(network) || !splines.containsKey(shape)) {
            splines.put(shape, network);
        }
        MultKan own = splines.get(shape);
        State made = task.state(title(stage, network, own), network, own, Optional.empty(), found);
        before = network;
        double done = done(stage, network);
        work.threads.ui().execute(() -> {
            steps.add(made);
            // A fit's title has the shape in it.
            work.progress(stage.kind() == Stage.Kind.FIT ? made.title() : made.title() + " · " + shape, done);
        });
    }

    @Override
    public void found(Found one) {
        found.add(one);
    }

    /** Every formula so far. */
    public List<Found> all() {
        return List.copyOf(found);
    }

    /** @param own the splines that the network was made of */
    private String title(Stage stage, MultKan network, MultKan own) {
        return switch (stage.kind()) {
            case FIT -> "Fit " + Words.shape(network);
            case PRUNE -> pruned(before, network);
            case REFINE -> refined(network);
            case REPLACE -> {
                boolean goesOn = before != null && Words.shape(before).equals(Words.shape(network));
                yield replaced(goesOn ? before : own, network);
            }
            case REFIT -> "Refit";
        };
    }

    public static String pruned(MultKan before, MultKan after) {
        return "Prune " + Counted.of(Math.max(0, before.edges() - after.edges()), "edge");
    }

    static String refined(MultKan network) {
        return "Refine grid to " + network.layers().getFirst().terms()[0].resolution();
    }

    /** Which edge became what, or how many did. */
    private String replaced(MultKan earlier, MultKan network) {
        List<Place> changed = network.places().stream()
                .filter(place -> network.edge(place) instanceof Edge.Function now
                        && !(earlier.edge(place) instanceof Edge.Function then
                                && then.function().equals(now.function())))
                .toList();
        if (changed.size() == 1 && network.edge(changed.getFirst()) instanceof Edge.Function now) {
            return Words.edge(task, network, changed.getFirst()) + " = " + Words.symbol(now.function());
        }
        return changed.isEmpty() ? "Refit" : "Replace " + Counted.of(changed.size(), "edge");
    }

    private static double done(Stage stage, MultKan network) {
        return switch (stage.kind()) {
            case FIT -> Math.min(0.4, stage.seconds() / FormulaSearch.SECONDS);
            case PRUNE, REFINE -> 0.4;
            case REPLACE -> {
                long left = network.places().stream()
                        .filter(place -> network.edge(place) instanceof Edge.Spline)
                        .count();
                yield 0.4 + 0.5 * (1 - (double) left / Math.max(1, network.edges()));
            }
            case REFIT -> 0.95;
        };
    }

    /** The last step, or why there is none; for the interface thread. */
    public Runnable end(Optional<Found> best, boolean interrupted, boolean timedOut) {
        if (best.isPresent()) {
            State made =
                    task.state("Formula", best.get().functions(), best.get().splines(), best, found);
            return () -> {
                steps.add(made);
                if (interrupted) {
                    work.tell("Stopped: this is the best formula so far.");
                } else if (timedOut) {
                    work.tell(FormulaSearch.Result.TIMED_OUT);
                }
            };
        }
        List<Found> own = found.subList(earlier, found.size());
        if (interrupted && own.isEmpty()) {
            return () -> work.tell("Stopped before there was a formula. The steps until then are kept.");
        }
        if (own.isEmpty()) {
            return () -> work.problem.set(new Problem(
                    "No formula", "none was found: choose more functions, a larger shape, or more samples"));
        }
        State made = task.state(
                "Too complex", before, splines.getOrDefault(Words.shape(before), before), Optional.empty(), found);
        Found simplest = Found.front(own).getFirst();
        String reason = "none of complexity " + task.settings().maxComplexity()
                + " or less was found: the simplest has " + simplest.complexity()
                + (Found.front(found).contains(simplest) ? " and is on the Pareto front" : "");
        return () -> {
            steps.add(made);
            work.problem.set(new Problem("No formula", reason));
        };
    }
}
