package org.kanworkbench.training;

import java.time.Duration;
import java.util.Optional;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightAverage;
import org.kanworkbench.network.Model;

/**
 * A run between two steps: all that the rest of it depends on. A run that goes on from here has the same weights and
 * scores, bit for bit, as one that was never interrupted.
 *
 * @param step steps done
 * @param scoresDue whether the run was stopped while the last of them was being scored, which is then done again
 * @param learningRate the base rate, which may have been changed since the run began
 * @param model the weights that are trained
 * @param average where the recipe averages weights
 * @param epoch sums over the steps of the epoch that has begun
 * @param selection what the rows held out for selection have decided so far; empty without any, or before the first
 *     epoch's end
 * @param elapsed time trained, pauses excluded
 */
public record Checkpoint(
        Configuration configuration,
        long step,
        boolean scoresDue,
        double learningRate,
        Model model,
        OptimizerState optimizer,
        Optional<WeightAverage.State> average,
        EpochSums epoch,
        Optional<SelectionState> selection,
        Duration elapsed) {

    /** The same of a run whose data and start weights are elsewhere. */
    public Checkpoint reading(DataSource data, String start) {
        Configuration elsewhere = configuration.withData(data).withStart(start);
        return new Checkpoint(
                elsewhere, step, scoresDue, learningRate, model, optimizer, average, epoch, selection, elapsed);
    }

    /**
     * @param loss summed over rows
     * @param nanos time of the steps
     */
    public record EpochSums(double loss, long correct, long rows, long steps, long nanos) {}

    /**
     * @param last the last scored epoch, from 1
     * @param best the best one, from 1
     * @param model that epoch's weights
     * @param validation their scores of the rows held out
     * @param test their scores of the test set
     */
    public record SelectionState(int last, int best, Model model, Evaluation validation, Evaluation test) {}
}
