package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;

/** A network in training on the vector engine. Steps allocate nothing. */
final class VectorStepper implements Stepper {

    private final Network network;
    private final TrainingStep step;
    private final Optional<WeightEma> average;
    /** The network whose weights are evaluated and saved. */
    private final Network scored;

    private final Predictor predictor;
    private final GridUpdater grids;

    VectorStepper(Task task) {
        Recipe recipe = task.recipe();
        Workers workers = task.workers();
        network = Network.of(task.model());
        average = recipe.averaging() > 0
                ? Optional.of(task.average()
                        .map(state -> new WeightEma(network, recipe.averaging(), workers, state))
                        .orElseGet(() -> new WeightEma(network, recipe.averaging(), workers)))
                : Optional.empty();
        scored = average.map(WeightEma::network).orElse(network);
        step = new TrainingStep(network, recipe, task.training().background(), workers, task.dropoutSeed());
        task.optimizer().ifPresent(step::resume);
        predictor = new Predictor(scored, task.scoredTogether(), task.tested().background(), workers);
        grids = new GridUpdater(
                recipe.gridUpdate(),
                network,
                average.map(WeightEma::network),
                task.training(),
                task.scoredTogether(),
                workers);
    }

    @Override
    public void step(float[] x, int[] labels, int rows, double learningRate) throws NonFiniteException {
        step.step(x, labels, rows, learningRate);
        average.ifPresent(WeightEma::step);
    }

    @Override
    public void step(float[] x, float[] numbers, int rows, double learningRate) throws NonFiniteException {
        step.step(x, numbers, rows, learningRate);
        average.ifPresent(WeightEma::step);
    }

    @Override
    public double loss() {
        return step.loss();
    }

    @Override
    public int correct() {
        return step.correct();
    }

    @Override
    public double[] squaredErrors() {
        return step.squaredErrors();
    }

    @Override
    public Model trained() {
        return network.snapshot();
    }

    @Override
    public Model scored() {
        return scored.snapshot();
    }

    @Override
    public Model edgesTo(int layer, int output) {
        return scored.edgesTo(layer, output);
    }

    @Override
    public Inference inference() {
        return predictor;
    }

    @Override
    public OptimizerState optimizerState() {
        return step.optimizerState();
    }

    @Override
    public Optional<WeightEma.State> average() {
        return average.map(WeightEma::state);
    }

    @Override
    public GridCoverage coverage() {
        return grids.coverage();
    }

    @Override
    public void epochsDone(int epochs) {
        grids.epochsDone(epochs);
    }

    @Override
    public void close() {}
}
