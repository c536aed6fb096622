package org.kanworkbench.app.formulas.state;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Steps that can be undone, one of which is shown. Use on the interface thread only. */
public final class StepList {

    private static final int MOST = 300;

    private final ObservableList<State> steps = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper at = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyObjectWrapper<State> shown = new ReadOnlyObjectWrapper<>();
    private final BooleanSupplier held;

    /** @param held while it says so, nobody can go to another step */
    public StepList(BooleanSupplier held) {
        this.held = held;
    }

    /** Oldest first; those behind the one that is shown were undone. */
    public ObservableList<State> all() {
        return steps;
    }

    /** The step that is shown; -1 for none. */
    public ReadOnlyIntegerProperty atProperty() {
        return at.getReadOnlyProperty();
    }

    /** The state after that step; null for none. */
    public ReadOnlyObjectProperty<State> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public State shown() {
        return shown.get();
    }

    /** Shows a new step in the place of those that were undone, or of all that another search has made. */
    public void add(State state) {
        if (shown() != null && shown().task() != state.task()) {
            steps.clear();
            at.set(-1);
        }
        steps.remove(Math.min(at.get() + 1, steps.size()), steps.size());
        if (steps.size() == MOST) {
            steps.removeFirst();
        }
        steps.add(state);
        show(steps.size() - 1);
    }

    /** Shows the last of some steps that nothing else comes before. */
    void begin(List<State> states) {
        steps.setAll(states);
        show(states.size() - 1);
    }

    public void undo() {
        goTo(at.get() - 1);
    }

    public void redo() {
        goTo(at.get() + 1);
    }

    /** Shows another step; what comes after it stays, until there is another step. */
    public void goTo(int step) {
        if (!held.getAsBoolean() && step >= 0 && step < steps.size() && step != at.get()) {
            show(step);
        }
    }

    private void show(int step) {
        at.set(step);
        shown.set(steps.get(step));
    }
}
