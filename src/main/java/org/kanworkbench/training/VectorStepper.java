package org.kanworkbench.training;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.LbfgsStep;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NetworkGradients;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;

/** A network in training on the vector engine. Steps on batches allocate nothing. */
final class VectorStepper implements Stepper {

    /** All that depends on the form of the weights, which changes when grids are refined. */
    private static final class Parts {
        final Network network;
        final TrainingStep step;
        /** Empty for an optimiser that steps by batches. */
        final Optional<LbfgsStep> fullStep;

        final Optional<WeightEma> average;
        /** The network whose weights are evaluated and saved. */
        final Network scored;

        final Predictor predictor;
        final GridUpdater grids;

        Parts(Task task) {
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
            fullStep = recipe.optimizer().kind().fullBatch()
                    ? Optional.of(new LbfgsStep(new NetworkGradients(network, step), task.optimizer()))
                    : Optional.empty();
            if (fullStep.isEmpty()) {
                task.optimizer().ifPresent(step::resume);
            }
            predictor =
                    new Predictor(scored, task.scoredTogether(), task.tested().background(), workers);
            grids = new GridUpdater(
                    recipe.gridUpdate(),
                    recipe.gridRefinement(),
                    network,
                    average.map(WeightEma::network),
                    task.training(),
                    task.scoredTogether(),
                    workers);
        }
    }

    private final Task task;
    private Parts now;

    VectorStepper(Task task) {
        this.task = task;
        now = new Parts(task);
    }

    @Override
    public void step(float[] x, int[] labels, float[] numbers, int rows, double learningRate)
            throws NonFiniteException {
        now.step.step(x, labels, numbers, rows, learningRate);
        now.average.ifPresent(WeightEma::step);
    }

    @Override
    public boolean step(FullBatch all, BooleanSupplier proceed) throws NonFiniteException {
        return now.fullStep.orElseThrow().step(all, proceed);
    }

    @Override
    public boolean takesCodes() {
        return now.step.takesCodes();
    }

    @Override
    public void step(CodedRows x, int[] labels, float[] numbers, int rows, double learningRate)
            throws NonFiniteException {
        now.step.step(x, labels, numbers, rows, learningRate);
        now.average.ifPresent(WeightEma::step);
    }

    @Override
    public LossHead.Scores scores() {
        return now.fullStep.map(LbfgsStep::scores).orElseGet(now.step::scores);
    }

    @Override
    public Model trained() {
        return now.network.snapshot();
    }

    @Override
    public Model scored() {
        return now.scored.snapshot();
    }

    @Override
    public Model edgesTo(int layer, int output) {
        return now.scored.edgesTo(layer, output);
    }

    @Override
    public Inference inference() {
        return now.predictor;
    }

    @Override
    public OptimizerState optimizerState() {
        return now.fullStep.map(LbfgsStep::state).orElseGet(now.step::optimizerState);
    }

    @Override
    public Optional<WeightEma.State> average() {
        return now.average.map(WeightEma::state);
    }

    @Override
    public GridCoverage coverage() {
        return now.grids.coverage();
    }

    @Override
    public void epochsDone(int epochs) {
        if (now.grids.epochsDone(epochs)) {
            now.fullStep.ifPresent(LbfgsStep::reset);
        }
        List<Model> refined = now.grids.refined(epochs);
        if (!refined.isEmpty()) {
            Optional<WeightEma.State> mean = now.average
                    .map(WeightEma::state)
                    .map(state -> new WeightEma.State(refined.getLast(), state.steps(), state.past()));
            now = new Parts(task.with(refined.getFirst(), mean));
        }
    }

    @Override
    public void close() {}
}
