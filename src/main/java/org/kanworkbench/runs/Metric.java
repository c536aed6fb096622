package org.kanworkbench.runs;

import java.util.OptionalDouble;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;

/**
 * One evaluation of a run, without its weights. Scores are by the run's {@link org.kanworkbench.training.Measure}.
 *
 * @param epoch completed epochs, with fraction
 * @param validationLoss loss on the validation samples, if there are any
 * @param testR2 coefficient of determination on the test set, for numbers
 * @param seconds training time in the epoch so far [s]
 */
public record Metric(
        long step,
        double epoch,
        boolean epochEnd,
        double trainLoss,
        double trainScore,
        double testLoss,
        double testScore,
        OptionalDouble validationLoss,
        OptionalDouble validationScore,
        OptionalDouble testR2,
        double learningRate,
        double msPerStep,
        double seconds) {

    public static Metric of(TrainingEvent.Evaluated e) {
        return new Metric(
                e.step(),
                e.epoch(),
                e.epochEnd(),
                e.trainLoss(),
                e.trainScore(),
                e.test().loss(),
                e.test().score(),
                e.validation().stream().mapToDouble(Evaluation::loss).findFirst(),
                e.validation().stream().mapToDouble(Evaluation::score).findFirst(),
                e.test() instanceof Evaluation.Regression r ? OptionalDouble.of(r.r2()) : OptionalDouble.empty(),
                e.learningRate(),
                e.msPerStep(),
                e.trainSeconds());
    }
}
