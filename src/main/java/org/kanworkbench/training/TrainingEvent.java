package org.kanworkbench.training;

import java.time.Duration;
import java.util.Optional;
import org.kanworkbench.network.Model;

/** The events of a run, delivered in order on its own thread. Immutable: listeners may store them and pass them on. */
public sealed interface TrainingEvent {

    /** The first event, also of a resumed run. */
    record Started(Configuration configuration, long parameters, long stepsPerEpoch, long totalSteps)
            implements TrainingEvent {}

    /**
     * Sent at most some 30 times per second, and at the end of every epoch.
     *
     * @param step completed steps so far
     * @param epoch completed epochs, with fraction
     * @param loss mean over the samples of the steps since the last such event
     * @param score over the same samples, before each step's update, in the run's {@link Measure}
     * @param learningRate of the last of these steps, the schedule's factor included
     * @param msPerStep mean over the same steps, evaluation and pauses excluded
     * @param elapsed time of steps and evaluations, pauses excluded
     * @param remaining estimate for the rest of the run, evaluations and waits at its step limit included
     */
    record Progress(
            long step,
            double epoch,
            double loss,
            double score,
            double learningRate,
            double msPerStep,
            double samplesPerSecond,
            Duration elapsed,
            Duration remaining)
            implements TrainingEvent {}

    /**
     * The test set was evaluated: at the end of every epoch and, of a run that is watched, within epochs if the test set is
     * small, and where the run is stopped.
     *
     * @param epoch completed epochs, with fraction
     * @param epochEnd whether the evaluation is at the end of an epoch
     * @param trainLoss mean over the epoch so far, each batch before its update
     * @param trainScore over the same batches, in the run's {@link Measure}
     * @param test scores on the test set, or on the validation samples if there is none
     * @param validation scores on the validation samples, at an epoch's end, or wherever these are what is reported
     * @param grids coverage of layers' inputs by B-spline grids, over a sample of the training examples
     * @param model the weights that were evaluated
     * @param trainSeconds training time in this epoch so far [s]
     */
    record Evaluated(
            long step,
            double epoch,
            boolean epochEnd,
            double trainLoss,
            double trainScore,
            Evaluation test,
            Optional<Evaluation> validation,
            double learningRate,
            double msPerStep,
            double trainSeconds,
            GridCoverage grids,
            Model model)
            implements TrainingEvent {

        /** Duration of the evaluation; scores on the validation samples may be those of the test set. */
        public double seconds() {
            return test.seconds()
                    + validation
                            .filter(own -> own != test)
                            .map(Evaluation::seconds)
                            .orElse(0.0);
        }
    }

    /**
     * Weights without an evaluation: the initial ones, and some within the first epoch, when they change fastest.
     * Together with those of evaluations they form the run's snapshots.
     *
     * @param epoch completed epochs, with fraction
     */
    record Snapshot(long step, double epoch, Model model) implements TrainingEvent {}

    /**
     * A checkpoint, for runs that were started with a checkpoint interval: emitted periodically, and when the run is
     * stopped between two steps.
     */
    record Checkpointed(Checkpoint checkpoint) implements TrainingEvent {}

    /** @param learningRate the new base rate, before the schedule's factor */
    record LearningRateChanged(long step, double learningRate) implements TrainingEvent {}

    record Paused(long step) implements TrainingEvent {}

    record Resumed(long step) implements TrainingEvent {}

    /**
     * The last event of a run that completed or was stopped.
     *
     * @param stopped whether the run was stopped on request
     * @param model the last weights, or the best epoch's if the recipe asks for them
     * @param test their scores; empty if stopped and not watched, or if evaluating them takes seconds
     * @param selected the outcome of model selection; empty without a validation split, or before the first epoch's end
     */
    record Finished(
            boolean stopped, Model model, Optional<Evaluation> test, Optional<Selected> selected, Duration elapsed)
            implements TrainingEvent {}

    /**
     * The last event of a run that failed.
     *
     * @param message one line: what failed, where (layer and step), and a remedy
     * @param step completed steps
     * @param lastGood the last weights or, if those fit the training samples worse, the last evaluated ones; empty if
     *     the run could not start
     * @param diverged whether loss or gradient was not finite, as it would be again
     */
    record Failed(String message, long step, Optional<Model> lastGood, boolean diverged) implements TrainingEvent {}
}
