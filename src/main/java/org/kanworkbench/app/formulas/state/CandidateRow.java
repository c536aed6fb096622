package org.kanworkbench.app.formulas.state;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.formula.CandidateFit;
import org.kanworkbench.formula.network.MultKan;

/**
 * A function that fits the chosen edge's curve.
 *
 * @param rank from 0, which its colour follows
 * @param triedProperty what comes of the network with it; null until it has been tried
 */
public record CandidateRow(int rank, CandidateFit fit, ObjectProperty<Tried> triedProperty) {

    /**
     * The network with the function in the edge's place, the rest refitted.
     *
     * @param validationRmse in the target's units
     */
    public record Tried(MultKan network, double validationRmse) {}

    public CandidateRow(int rank, CandidateFit fit) {
        this(rank, fit, new SimpleObjectProperty<>());
    }
}
