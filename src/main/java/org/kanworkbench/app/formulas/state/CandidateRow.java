package org.kanworkbench.app.formulas.state;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.formula.CandidateFit;
import org.kanworkbench.formula.network.MultKan;

/** A function that fits the chosen edge's curve, and what comes of the network with it. */
public final class CandidateRow {

    /**
     * The network with the function in the edge's place, the rest refitted.
     *
     * @param validationRmse in the target's units
     */
    public record Tried(MultKan network, double validationRmse) {}

    private final int rank;
    private final CandidateFit fit;
    private final ObjectProperty<Tried> tried = new SimpleObjectProperty<>();

    /** @param rank from 0, which its colour follows */
    public CandidateRow(int rank, CandidateFit fit) {
        this.rank = rank;
        this.fit = fit;
    }

    public int rank() {
        return rank;
    }

    public CandidateFit fit() {
        return fit;
    }

    /** Null until it has been tried. */
    public ObjectProperty<Tried> triedProperty() {
        return tried;
    }
}
