package org.kanworkbench.runs;

import java.util.OptionalDouble;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;

/**
 * One evaluation of a run, without its weights.
 *
 * @param epoch completed epochs, with fraction
 * @param validationLoss loss on the validation samples, if there are any
 * @param seconds training time in the epoch so far [s]
 */
public record Metric(
        long step,
        double epoch,
        boolean epochEnd,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        OptionalDouble validationLoss,
        OptionalDouble validationAccuracy,
        double learningRate,
        double msPerStep,
        double seconds) {

    public static Metric of(TrainingEvent.Evaluated e) {
        return new Metric(
                e.step(),
                e.epoch(),
                e.epochEnd(),
                e.trainLoss(),
                e.trainAccuracy(),
                e.test().loss(),
                e.test().accuracy(),
                e.validation().stream().mapToDouble(Evaluation::loss).findFirst(),
                e.validation().stream().mapToDouble(Evaluation::accuracy).findFirst(),
                e.learningRate(),
                e.msPerStep(),
                e.trainSeconds());
    }
}
