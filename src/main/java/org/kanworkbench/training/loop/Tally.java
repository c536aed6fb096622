package org.kanworkbench.training.loop;

import java.util.Arrays;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Stepper;

/** Sums of loss, score and time over steps. */
final class Tally {

    private final Target target;
    private double lossSum;
    private long correct;
    /** One per output of numbers. */
    private final double[] squaredErrors;

    private long rows;
    private long steps;
    private long nanos;

    Tally(Target target) {
        this.target = target;
        squaredErrors = switch (target) {
            case Target.Classes _ -> new double[0];
            case Target.Numbers numbers -> new double[numbers.names().size()];
        };
    }

    /** Adds the stepper's last batch. */
    void add(Stepper stepper, int batchRows, long stepNanos) {
        LossHead.Scores scores = stepper.scores();
        lossSum += scores.loss() * batchRows;
        correct += scores.correct();
        for (int o = 0; o < squaredErrors.length; o++) {
            squaredErrors[o] += scores.squaredErrors()[o];
        }
        rows += batchRows;
        steps++;
        nanos += stepNanos;
    }

    Checkpoint.EpochSums sums() {
        return new Checkpoint.EpochSums(
                lossSum, correct, Arrays.stream(squaredErrors).boxed().toList(), rows, steps, nanos);
    }

    void resume(Checkpoint.EpochSums sums) {
        lossSum = sums.loss();
        correct = sums.correct();
        Arrays.setAll(squaredErrors, sums.squaredErrors()::get);
        rows = sums.rows();
        steps = sums.steps();
        nanos = sums.nanos();
    }

    void reset() {
        lossSum = 0;
        correct = 0;
        Arrays.fill(squaredErrors, 0);
        rows = 0;
        steps = 0;
        nanos = 0;
    }

    double loss() {
        return lossSum / rows;
    }

    /** Accuracy, or RMSE in the targets' units. */
    double score() {
        return switch (target) {
            case Target.Classes _ -> (double) correct / rows;
            case Target.Numbers numbers -> {
                double sum = 0;
                for (int o = 0; o < squaredErrors.length; o++) {
                    sum += numbers.scaling().columns().get(o).deviation() * Math.sqrt(squaredErrors[o] / rows);
                }
                yield sum / squaredErrors.length;
            }
        };
    }

    double seconds() {
        return nanos / 1e9;
    }

    double msPerStep() {
        return nanos / 1e6 / steps;
    }

    double rowsPerSecond() {
        return rows / Math.max(1e-9, seconds());
    }
}
