package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kanworkbench.formula.network.MultKan;

/**
 * A formula on the way, and its error on rows that it was not fitted to.
 *
 * @param functions the network that computes it, but for its constants
 * @param splines that network before its edges became functions
 */
public record Found(Formula formula, double validationRmse, MultKan functions, MultKan splines) {

    public int complexity() {
        return formula.complexity();
    }

    /** The best formula of each complexity that is better than all simpler ones, the simplest first. */
    public static List<Found> front(List<Found> found) {
        List<Found> front = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(Found::complexity).thenComparingDouble(Found::validationRmse))
                .filter(f -> front.isEmpty() || f.validationRmse < front.getLast().validationRmse)
                .forEach(front::add);
        return front;
    }
}
