package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.Examples;
import org.kanworkbench.training.Evaluation;

/**
 * The scores of a network under a scheme, and its agreement with float32 in the workbench's own engine on the same
 * samples in the same batches.
 *
 * @param correct number of correctly classified samples
 * @param deltaPoints its accuracy minus float32's, in percentage points (pp)
 * @param changed samples with another prediction than float32's
 */
public record Score(int correct, int total, double loss, double deltaPoints, List<ChangedPrediction> changed) {

    public Score {
        changed = List.copyOf(changed);
    }

    static Score of(Examples examples, Evaluation float32, Evaluation scheme) {
        List<ChangedPrediction> changed = new ArrayList<>();
        for (int row = 0; row < scheme.total(); row++) {
            int before = float32.predicted()[row];
            int after = scheme.predicted()[row];
            if (before != after) {
                changed.add(new ChangedPrediction(row, examples.labels()[row], before, after));
            }
        }
        double delta = 100.0 * (scheme.correct() - float32.correct()) / scheme.total();
        return new Score(scheme.correct(), scheme.total(), scheme.loss(), delta, changed);
    }

    /** Accuracy, 0 to 1. */
    public double accuracy() {
        return (double) correct / total;
    }

    /** Agreement with float32: the share of equal predictions, 0 to 1. */
    public double agreement() {
        return 1 - (double) changed.size() / total;
    }
}
