package org.kanworkbench.training;

import java.time.Duration;
import java.util.Optional;
import org.kanworkbench.network.Model;

/** What a run tells, in order, from its own thread. Immutable: listeners may keep and pass them on. */
public sealed interface TrainingEvent {

    /** The first event, also of a run that goes on from a checkpoint. */
    record Started(Configuration configuration, long parameters, long stepsPerEpoch, long totalSteps)
            implements TrainingEvent {}

    /**
     * Sent at most some 30 times a second, and at the end of every epoch.
     *
     * @param step steps done so far
     * @param epoch epochs done so far, with fraction
     * @param loss mean over the steps since the last such event
     * @param accuracy share right, over the same steps, before each step's update
     * @param msPerStep mean over the same steps, evaluation and pauses excluded
     * @param elapsed time trained, pauses excluded
     * @param remaining estimate for the rest of the run, evaluations included
     */
    record Progress(
            long step,
            double epoch,
            double loss,
            double accuracy,
            double learningRate,
            double msPerStep,
            double samplesPerSecond,
            Duration elapsed,
            Duration remaining)
            implements TrainingEvent {}

    /**
     * The test set was scored: several times within the first epochs, and at the end of every epoch.
     *
     * @param epoch epochs done so far, with fraction
     * @param epochEnd whether an epoch has just ended
     * @param trainLoss mean over the epoch so far, each batch before its update
     * @param validation scores of the rows held out for selection, at an epoch's end
     * @param grids how B-spline grids cover their layers' inputs, over a sample of the training rows
     * @param model the weights that were scored
     * @param trainSeconds seconds of training in this epoch so far
     */
    record Evaluated(
            long step,
            double epoch,
            boolean epochEnd,
            double trainLoss,
            double trainAccuracy,
            Evaluation test,
            Optional<Evaluation> validation,
            double learningRate,
            double msPerStep,
            double trainSeconds,
            GridCoverage grids,
            Model model)
            implements TrainingEvent {}

    /**
     * Weights that nobody has scored: those that a run begins with, and some within its first epoch, where they change
     * fastest. With the evaluations' they make a film of the run.
     *
     * @param epoch epochs done so far, with fraction
     */
    record Snapshot(long step, double epoch, Model model) implements TrainingEvent {}

    /**
     * Where the run can go on after an interruption, for runs that were asked to tell it: from time to time, and when they
     * are stopped between two steps.
     */
    record Checkpointed(Checkpoint checkpoint) implements TrainingEvent {}

    /** @param learningRate the new base rate, which the schedule's factor applies to */
    record LearningRateChanged(long step, double learningRate) implements TrainingEvent {}

    record Paused(long step) implements TrainingEvent {}

    record Resumed(long step) implements TrainingEvent {}

    /**
     * The last event of a run that reached its end or was stopped.
     *
     * @param stopped whether somebody asked for the end
     * @param model the last weights, or the best epoch's where the recipe keeps those
     * @param test their scores; empty when stopped before they could be scored
     * @param selected what the rows held out for selection decided; empty without any, or before the first epoch's end
     */
    record Finished(
            boolean stopped, Model model, Optional<Evaluation> test, Optional<Selected> selected, Duration elapsed)
            implements TrainingEvent {}

    /**
     * The last event of a run that could not go on.
     *
     * @param message one line: what, where (layer and step), how to mend it
     * @param step steps done
     * @param lastGood the weights at the end or, where those fit the training rows worse, the last scored ones; empty when
     *     the run could not begin
     */
    record Failed(String message, long step, Optional<Model> lastGood) implements TrainingEvent {}
}
