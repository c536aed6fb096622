package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.formula.network.MultKan;

/**
 * A formula on the way, and its error on rows that it was not fitted to.
 *
 * @param functions the network that computes it, but for its constants
 * @param splines that network before its edges became functions
 * @param given whether the formula's constants are the network's, not fitted again
 */
public record Found(Formula formula, double validationRmse, MultKan functions, MultKan splines, boolean given) {

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

    /**
     * Of those that are simple enough the likeliest; where one has no error to speak of, or classes are told apart, the simplest
     * that is as good as any.
     */
    public static Optional<Found> best(List<Found> found, int maxComplexity, Samples train, Samples validation) {
        List<Found> allowed = front(found).stream()
                .filter(f -> f.complexity() <= maxComplexity)
                .toList();
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        double least = allowed.getLast().validationRmse;
        if (!train.classes() && least > FormulaSearch.EXACT * train.deviation()) {
            return allowed.stream()
                    .min(Comparator.comparingDouble(f ->
                            train.unlikeliness(f.formula.rmse(train), validation, f.validationRmse, f.complexity())));
        }
        // As good: of no error to speak of, or within a hundredth of the best.
        double most = Math.max(1.01 * least, 1e-3 * FormulaSearch.EXACT * train.deviation());
        return allowed.stream().filter(f -> f.validationRmse <= most).findFirst();
    }
}
