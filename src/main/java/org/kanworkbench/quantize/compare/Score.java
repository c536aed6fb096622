package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.Examples;
import org.kanworkbench.training.Evaluation;

/**
 * How a network under a scheme answers, beside float32 in the workbench's own engine on the same rows in the same batches.
 *
 * @param correct rows whose largest output is their label
 * @param deltaPoints its accuracy less float32's, in percentage points
 * @param changed rows that it answers otherwise
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

    /** Share of rows that it gets right, 0 to 1. */
    public double accuracy() {
        return (double) correct / total;
    }

    /** Share of rows that it answers as float32 does, 0 to 1. */
    public double agreement() {
        return 1 - (double) changed.size() / total;
    }
}
