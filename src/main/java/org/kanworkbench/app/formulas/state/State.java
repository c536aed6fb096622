package org.kanworkbench.app.formulas.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.formula.Agreement;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;

/**
 * Everything that is shown after a step: network and formula are of the same state.
 *
 * @param title what the step did
 * @param splines the network before its edges became functions
 * @param found the formula, where all edges are functions and it is defined at the validation rows
 * @param all every formula so far, which the Pareto front is made of
 * @param curves of all edges that are there
 * @param latex the formula, or what the network computes with splines in it
 * @param validationRmse of the network
 * @param networkRmse of the network with splines, on rows that nothing was fitted to or chosen by
 * @param formulaRmse the formula's there, or the network's while there is none
 * @param worse whether there is a formula, and it is notably worse there than the network with splines
 * @param front the best formula of each complexity with its error there
 * @param accuracy where the classes of samples are known that nothing was fitted to or chosen by
 * @param agreement of formula and network, where there is a formula
 */
public record State(
        FormulaTask task,
        String title,
        MultKan network,
        MultKan splines,
        Optional<Found> found,
        List<Found> all,
        Map<Place, EdgeCurve> curves,
        String latex,
        double validationRmse,
        double networkRmse,
        double formulaRmse,
        boolean worse,
        List<Scored> front,
        Optional<Accuracy> accuracy,
        Optional<Agreement> agreement) {

    /** Shares of rows whose class is right: by the formula, or the network that is to become one, and by the network of splines. */
    public record Accuracy(int rows, double formula, double network) {}

    /** A formula and its error there. */
    public record Scored(Found found, double error) {}

    /** Whether edges were replaced, other than by x, which pruning does as well. */
    public static boolean replaced(MultKan network) {
        return network.places().stream()
                .anyMatch(place -> network.edge(place) instanceof Edge.Function f
                        && !f.function().name().equals("x"));
    }

    /**
     * The state of a network that was made of this one's.
     *
     * @param numbersGiven see {@link FormulaTask#state}
     */
    State next(String step, MultKan made, boolean numbersGiven, BooleanSupplier stop) {
        MultKan before = made.symbolic() || replaced(made) ? splines : made;
        return task.state(step, made, before, all, numbersGiven, stop);
    }

    /** Whether the constants of the formula are the network's, not fitted again. */
    boolean given() {
        return found.map(Found::given).orElse(false);
    }

    public boolean symbolic() {
        return network.symbolic();
    }
}
