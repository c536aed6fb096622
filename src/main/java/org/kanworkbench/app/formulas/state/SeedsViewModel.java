package org.kanworkbench.app.formulas.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.data.Counted;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.SameFormula;

/** Whether a formula survives other seeds: the search is run with each. Use on the interface thread only. */
public final class SeedsViewModel {

    private static final int SEEDS = 10;

    private final FormulaWork work;
    private final StepList steps;
    private final ReadOnlyObjectWrapper<List<SameFormula>> survivors = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper given = new ReadOnlyBooleanWrapper();
    private FormulaTask of;

    SeedsViewModel(FormulaWork work, StepList steps) {
        this.work = work;
        this.steps = steps;
        steps.shownProperty().addListener((_, _, state) -> {
            if (state.task() != of) {
                show(state.task(), List.of(), 0);
            }
        });
    }

    /** Whether the network that is shown was given, and every seed finds the same. */
    public ReadOnlyBooleanProperty givenProperty() {
        return given.getReadOnlyProperty();
    }

    /** Formulas, those that came out most often first. */
    public ReadOnlyObjectProperty<List<SameFormula>> survivorsProperty() {
        return survivors.getReadOnlyProperty();
    }

    /** What the seeds tell, in words; empty before they are tried. */
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** Runs the search of the state that is shown with ten seeds, its own the first. */
    public void run() {
        FormulaTask task = steps.shown().task();
        show(task, List.of(), 0);
        work.begin("Seed 1 of " + SEEDS, "The seeds could not be tried", stop -> {
            List<Found> all = new ArrayList<>();
            for (int k = 0; k < SEEDS; k++) {
                int seed = k;
                work.threads
                        .ui()
                        .execute(() -> work.progress("Seed " + (seed + 1) + " of " + SEEDS, (double) seed / SEEDS));
                long number = task.settings().seed() + k;
                var best = task.search(task.settings().withSeed(number), _ -> {}, stop)
                        .best();
                if (stop.getAsBoolean()) {
                    break;
                }
                best.ifPresent(all::add);
                List<SameFormula> groups = SameFormula.groups(all, task.data().test()).stream()
                        .sorted(Comparator.comparingInt(SameFormula::count).reversed())
                        .toList();
                work.threads.ui().execute(() -> show(task, groups, seed + 1));
            }
            return () -> {};
        });
    }

    private void show(FormulaTask task, List<SameFormula> groups, int tried) {
        of = task;
        given.set(task.settings().start().isPresent());
        survivors.set(groups);
        text.set(
                tried == 0
                        ? given.get() ? "The network is given, so every seed finds the same formula." : ""
                        : groups.isEmpty()
                                ? "No formula from " + Counted.of(tried, "seed")
                                : groups.getFirst().count() + " of " + Counted.of(tried, "seed")
                                        + " lead to the first formula");
    }
}
