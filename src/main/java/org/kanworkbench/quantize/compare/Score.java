package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.Examples;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluation.Classification;
import org.kanworkbench.training.Evaluation.Regression;
import org.kanworkbench.training.Measure;

/**
 * The scores of a network under a scheme, beside those of float32 in the workbench's own engine on the same samples in
 * the same batches.
 */
public sealed interface Score {

    /** Number of samples. */
    int total();

    default Measure measure() {
        return switch (this) {
            case Classes _ -> Measure.ACCURACY;
            case Numbers _ -> Measure.RMSE;
        };
    }

    /** In the unit of {@link #measure}. */
    default double value() {
        return switch (this) {
            case Classes c -> (double) c.correct / c.total;
            case Numbers n -> n.rmse;
        };
    }

    /** What is lost compared with float32: percentage points of accuracy (pp), or growth of the error [%]; below 0 for a gain. */
    default double lost() {
        return switch (this) {
            case Classes c -> -c.deltaPoints;
            case Numbers n -> n.growth;
        };
    }

    /**
     * Predicted classes.
     *
     * @param correct number of correctly classified samples
     * @param deltaPoints its accuracy minus float32's, in percentage points (pp)
     * @param changed samples with another prediction than float32's
     */
    record Classes(int correct, int total, double loss, double deltaPoints, List<ChangedPrediction> changed)
            implements Score {

        public Classes {
            changed = List.copyOf(changed);
        }

        /** Agreement with float32: the share of equal predictions, 0 to 1. */
        public double agreement() {
            return 1 - (double) changed.size() / total;
        }
    }

    /**
     * Predicted numbers.
     *
     * @param rmse root mean squared error in the targets' units, as {@link Regression#rmse}
     * @param growth of the same compared with float32 [%]
     * @param difference root mean square of the difference between its predictions and float32's, in the same units
     */
    record Numbers(int total, double loss, double rmse, double growth, double difference) implements Score {}

    static Score of(Examples examples, Evaluation float32, Evaluation scheme) {
        return switch (scheme) {
            case Classification s -> of(examples, (Classification) float32, s);
            case Regression s -> of((Regression) float32, s);
        };
    }

    private static Classes of(Examples examples, Classification float32, Classification scheme) {
        List<ChangedPrediction> changed = new ArrayList<>();
        for (int row = 0; row < scheme.total(); row++) {
            int before = float32.predicted()[row];
            int after = scheme.predicted()[row];
            if (before != after) {
                changed.add(new ChangedPrediction(row, examples.labels()[row], before, after));
            }
        }
        double delta = 100.0 * (scheme.correct() - float32.correct()) / scheme.total();
        return new Classes(scheme.correct(), scheme.total(), scheme.loss(), delta, changed);
    }

    /** The difference is the mean over the targets, as the error is. */
    private static Numbers of(Regression float32, Regression scheme) {
        int targets = scheme.targets().size();
        double difference = 0;
        for (int target = 0; target < targets; target++) {
            double sum = 0;
            for (int at = target; at < scheme.predicted().length; at += targets) {
                double distance = (double) scheme.predicted()[at] - float32.predicted()[at];
                sum += distance * distance;
            }
            difference += Math.sqrt(sum / scheme.total()) / targets;
        }
        double growth = float32.rmse() == 0 ? 0 : 100 * (scheme.rmse() / float32.rmse() - 1);
        return new Numbers(scheme.total(), scheme.loss(), scheme.rmse(), growth, difference);
    }
}
