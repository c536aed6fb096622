package org.kanworkbench.app.formulas.state;

import java.util.Optional;
import java.util.Set;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.data.Counted;
import org.kanworkbench.formula.FormulaSteps;
import org.kanworkbench.formula.Pruner;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;

/** Pruning by attribution score: what would go, and what that would do, before it goes. Use on the interface thread only. */
public final class PruneViewModel {

    /** The slider's first. */
    private static final double LEAST_SCORE = 1e-4;

    private record Cut(State state, Set<Place> places) {}

    private final FormulaWork work;
    private final StepList steps;
    private final NewestFirst<Cut, CandidateRow.Tried> preview;
    /** 0 to 1, from no score to all of the output, logarithmic between them. */
    public final DoubleProperty slider = new SimpleDoubleProperty();

    private final ReadOnlyObjectWrapper<Set<Place>> going = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    /** What is being previewed, or is previewed; null for nothing. */
    private Cut asked;
    /** Null until it is known. */
    private CandidateRow.Tried previewed;

    PruneViewModel(FormulaWork work, StepList steps) {
        this.work = work;
        this.steps = steps;
        preview = new NewestFirst<>(work.threads, PruneViewModel::prune, this::show, this::failed);
        slider.addListener(_ -> cut());
        steps.shownProperty().addListener(_ -> cut());
        work.busyProperty().addListener(_ -> cut());
    }

    /** Edges that would go. */
    public ReadOnlyObjectProperty<Set<Place>> goingProperty() {
        return going.getReadOnlyProperty();
    }

    /** What pruning would do, in words; empty where the slider is at its beginning. */
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    private void cut() {
        State state = steps.shown();
        if (state == null || slider.get() == 0) {
            going.set(Set.of());
            text.set("");
            return;
        }
        double least = Math.pow(LEAST_SCORE, 1 - slider.get());
        Set<Place> locked = state.network().ties().locked();
        Optional<Set<Place>> places = Pruner.cut(
                state.network(), place -> state.curves().get(place).score() < least && !locked.contains(place));
        boolean lockedGoes = places.orElse(Set.of()).stream().anyMatch(locked::contains);
        going.set(lockedGoes ? Set.of() : places.orElse(Set.of()));
        if (lockedGoes) {
            text.set("A locked edge would be cut off at a score of " + Words.number(least));
        } else if (places.isEmpty()) {
            text.set("Nothing would be left at a score of " + Words.number(least));
        } else if (places.get().isEmpty()) {
            text.set("No edge has a score below " + Words.number(least));
        } else {
            // Most steps of the slider go over no score.
            if (asked == null || asked.state != state || !asked.places.equals(places.get())) {
                previewed = null;
                asked = work.busy() ? null : new Cut(state, places.get());
                if (asked != null) {
                    preview.submit(asked);
                }
            }
            text.set(told(state, least, places.get())
                    + (previewed == null ? "…" : Words.number(previewed.validationRmse())));
        }
    }

    private static String told(State state, double least, Set<Place> places) {
        return "Score below " + Words.number(least) + ": " + places.size() + " of "
                + Counted.of(state.network().edges(), "edge") + " · validation "
                + Words.error(state.task().data().train()) + " " + Words.number(state.validationRmse()) + " → ";
    }

    private static CandidateRow.Tried prune(Cut cut) {
        FormulaSteps some = cut.state.task().steps(() -> false);
        MultKan less = without(cut.state, cut.places, some);
        return new CandidateRow.Tried(less, some.validationRmse(less));
    }

    /** A state's network without some edges, refitted. */
    static MultKan without(State state, Set<Place> places, FormulaSteps some) {
        MultKan less = state.network();
        for (Place place : places) {
            less = less.withEdge(place, Edge.NONE);
        }
        return some.refit(less);
    }

    private void show(Cut cut, CandidateRow.Tried pruned) {
        if (cut.state == steps.shown() && cut.places.equals(going.get())) {
            asked = cut;
            previewed = pruned;
            text.set(told(cut.state, Math.pow(LEAST_SCORE, 1 - slider.get()), cut.places)
                    + Words.number(pruned.validationRmse()));
        } else if (cut == asked) {
            asked = null;
        }
    }

    private void failed(String reason) {
        asked = null;
        // Where nothing would go, it is of a cut that was asked for before.
        if (!going.get().isEmpty()) {
            text.set(reason);
        }
    }

    /** Takes out what would go. */
    public void prune() {
        State state = steps.shown();
        Set<Place> places = going.get();
        if (state == null || places.isEmpty()) {
            return;
        }
        CandidateRow.Tried known = previewed;
        String title = "Prune " + Counted.of(places.size(), "edge");
        work.begin(title, "The network could not be pruned", stop -> {
            MultKan less = known != null
                    ? known.network()
                    : without(state, places, state.task().steps(stop));
            State made = state.next(title, less, false, stop);
            return () -> {
                slider.set(0);
                steps.add(made);
            };
        });
    }
}
