package org.kanworkbench.training;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.network.Model;

/**
 * The complete state of a run between two steps. A run that resumes from it has bit-identical weights and scores to one
 * that was never interrupted.
 *
 * @param step completed steps
 * @param scoresDue whether the run was stopped while the last step was being evaluated; the evaluation is then repeated
 * @param learningRate the base rate, which may have changed during the run
 * @param model the weights in training
 * @param average state of the EMA of the weights; empty without one
 * @param epoch sums over the steps of the current epoch
 * @param selection the best epoch by validation score so far; empty without a validation split, or before the first
 *     epoch's end
 * @param elapsed training time, pauses excluded
 */
public record Checkpoint(
        Configuration configuration,
        long step,
        boolean scoresDue,
        double learningRate,
        Model model,
        OptimizerState optimizer,
        Optional<WeightEma.State> average,
        EpochSums epoch,
        Optional<SelectionState> selection,
        Duration elapsed) {

    /** The weights that are evaluated: their EMA, where there is one. */
    public Model scored() {
        return average.map(WeightEma.State::mean).orElse(model);
    }

    /** The same state, for other locations of the data and the initial weights, or other threads. */
    public Checkpoint with(Configuration elsewhere) {
        return new Checkpoint(
                elsewhere, step, scoresDue, learningRate, model, optimizer, average, epoch, selection, elapsed);
    }

    /**
     * @param loss sum over samples
     * @param correct number of correctly classified samples
     * @param squaredErrors sums over samples, one per output; empty for classes
     * @param nanos duration of the steps
     */
    public record EpochSums(double loss, long correct, List<Double> squaredErrors, long rows, long steps, long nanos) {}

    /**
     * @param last the last evaluated epoch, from 1
     * @param best the best epoch, from 1
     * @param model that epoch's weights
     * @param validation their scores on the validation samples
     * @param test their scores on the test set
     */
    public record SelectionState(int last, int best, Model model, Evaluation validation, Evaluation test) {}
}
