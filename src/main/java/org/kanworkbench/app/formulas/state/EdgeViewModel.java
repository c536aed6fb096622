package org.kanworkbench.app.formulas.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.formula.FormulaSteps;
import org.kanworkbench.formula.Pruner;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.Ties;

/** The chosen edge and the functions that may replace it, each tried in the network. Use on the interface thread only. */
public final class EdgeViewModel {

    private final FormulaWork work;
    private final StepList steps;
    private final BackgroundWork background;
    private final ReadOnlyObjectWrapper<Place> chosen = new ReadOnlyObjectWrapper<>();
    /** What fits the chosen edge, best first. */
    public final ObservableList<CandidateRow> candidates = FXCollections.observableArrayList();
    /** Ends the trials that are no longer wanted. */
    private AtomicBoolean ended = new AtomicBoolean();

    public EdgeViewModel(FormulaWork work, StepList steps) {
        this.work = work;
        this.steps = steps;
        background = new BackgroundWork(work.threads, work.problem);
        steps.shownProperty().addListener((_, _, state) -> {
            // No edge of another network, and none that is no longer there.
            if (chosen.get() != null && !state.curves().containsKey(chosen.get())) {
                chosen.set(null);
            }
            look();
        });
        work.busyProperty().addListener(_ -> look());
    }

    /** Null for none. */
    public ReadOnlyObjectProperty<Place> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** @param place of an edge; null for none */
    public void choose(Place place) {
        if (steps.shown() == null || place != null && !steps.shown().curves().containsKey(place)) {
            return;
        }
        chosen.set(place);
        look();
    }

    /** Fits all functions to the chosen edge, and tries each in its place. */
    private void look() {
        ended.set(true);
        candidates.clear();
        State state = steps.shown();
        Place place = chosen.get();
        if (state == null || place == null || work.busy()) {
            return;
        }
        AtomicBoolean own = new AtomicBoolean();
        ended = own;
        background.run(
                () -> {
                    look(state, place, own);
                    return () -> {};
                },
                reason -> {
                    if (!own.get()) {
                        work.problem.set(new Problem("The edge could not be fitted", reason));
                    }
                });
    }

    private void look(State state, Place place, AtomicBoolean own) {
        FormulaSteps some = state.task().steps(own::get);
        List<CandidateRow> rows = new ArrayList<>();
        some.candidates(state.network(), place).forEach(fit -> rows.add(new CandidateRow(rows.size(), fit)));
        show(own, () -> candidates.setAll(rows));
        for (CandidateRow row : rows) {
            if (own.get()) {
                return;
            }
            CandidateRow.Tried tried = tried(some, state, place, row);
            show(own, () -> row.triedProperty().set(tried));
        }
    }

    private void show(AtomicBoolean own, Runnable shown) {
        work.threads.ui().execute(() -> {
            if (!own.get()) {
                shown.run();
            }
        });
    }

    private static CandidateRow.Tried tried(FormulaSteps some, State state, Place place, CandidateRow row) {
        MultKan network = some.refit(state.network().withEdge(place, row.fit().edge()));
        return new CandidateRow.Tried(network, some.validationRmse(network));
    }

    /** Puts a function in the place of the chosen edge. */
    public void replace(CandidateRow row) {
        State state = steps.shown();
        Place place = chosen.get();
        String title = name(place) + " = " + Words.symbol(row.fit().edge().function());
        CandidateRow.Tried known = row.triedProperty().get();
        step(
                title,
                "The edge could not be replaced",
                false,
                some -> (known != null ? known : tried(some, state, place, row)).network());
    }

    /**
     * Makes the next step of what is shown.
     *
     * @param given see {@link FormulaTask#state}
     * @param making the next network, in the background
     */
    private void step(String title, String failure, boolean given, Function<FormulaSteps, MultKan> making) {
        State state = steps.shown();
        work.begin(title, failure, stop -> {
            MultKan network = making.apply(state.task().steps(stop));
            State made = state.next(title, network, given, stop);
            return () -> steps.add(made);
        });
    }

    /** Whether the chosen edge stays what it is, with its numbers. */
    public boolean locked() {
        return steps.shown() != null
                && chosen.get() != null
                && steps.shown().network().ties().locked().contains(chosen.get());
    }

    /** Locks or unlocks the chosen edge and those that are tied to it. */
    public void lock(boolean lock) {
        Ties ties = steps.shown().network().ties().withLock(chosen.get(), lock);
        constrain((lock ? "Lock " : "Unlock ") + name(chosen.get()), ties);
    }

    /** Edges that have the same numbers as the chosen one. */
    public List<Place> tied() {
        return steps.shown().network().ties().group(chosen.get()).stream()
                .filter(place -> !place.equals(chosen.get()))
                .toList();
    }

    /** Edges of the same kind, which the chosen one may be tied to: numbers that are locked would not stay the same. */
    public List<Place> like() {
        MultKan network = steps.shown().network();
        Edge edge = network.edge(chosen.get());
        return network.places().stream()
                .filter(place -> !locked() && !network.ties().locked().contains(place))
                .filter(place -> !network.ties().group(chosen.get()).contains(place))
                .filter(place -> Ties.alike(network.edge(place), edge))
                .toList();
    }

    /** Gives the chosen edge and another one the same numbers. */
    public void tie(Place other) {
        Ties ties = steps.shown().network().ties().withTie(chosen.get(), other);
        constrain("Tie " + name(chosen.get()) + " to " + name(other), ties);
    }

    public void untie() {
        constrain("Untie " + name(chosen.get()), steps.shown().network().ties().without(chosen.get()));
    }

    /** Multiplies what the chosen edge and those that are tied to it add; the rest stays as it is. */
    public void scale(double factor) {
        MultKan network = steps.shown().network();
        Place place = chosen.get();
        String title = "Scale " + name(place) + " by " + Words.number(factor);
        step(
                title,
                title + " failed",
                true,
                _ -> network.withEdge(place, network.edge(place).times(factor)));
    }

    /** What an edge of the network that is shown is called. */
    public String name(Place place) {
        return Words.edge(steps.shown().task(), steps.shown().network(), place);
    }

    private void constrain(String title, Ties ties) {
        MultKan before = steps.shown().network();
        boolean freer = ties.locked().size() <= before.ties().locked().size();
        step(title, title + " failed", false, some -> {
            MultKan network = before.withTies(ties);
            return freer ? some.refit(network) : network;
        });
    }

    /** Cuts the chosen edge off, and what then leads nowhere. */
    public void remove() {
        State state = steps.shown();
        Place place = chosen.get();
        Optional<Set<Place>> places = Pruner.cut(state.network(), place::equals);
        if (places.isEmpty()) {
            work.tell("Without this edge nothing would be left");
            return;
        }
        Set<Place> locked = state.network().ties().locked();
        if (places.get().stream().anyMatch(gone -> !gone.equals(place) && locked.contains(gone))) {
            work.tell("Without this edge a locked one would lead nowhere: unlock that first");
            return;
        }
        step(
                "Remove " + name(place),
                "The edge could not be removed",
                false,
                some -> PruneViewModel.without(state, places.get(), some));
    }
}
