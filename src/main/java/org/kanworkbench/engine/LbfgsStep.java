package org.kanworkbench.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.optimize.Lbfgs;

/**
 * Steps of L-BFGS on all training samples at once. Losses and gradients of batches are computed in float32 and added up in
 * float64, where the directions are computed, too; weights and history are float32, so that a checkpoint holds all that a
 * step depends on (docs/decisions/0035). Not thread-safe.
 */
public final class LbfgsStep {

    /** Ends an evaluation that is no longer wanted. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super(null, null, false, false);
        }
    }

    /** What an evaluation found besides the loss, by its number. */
    private record Found(LossHead.Scores scores, List<float[]> statistics) {}

    private final BatchGradients network;

    private FullBatch samples;
    private BooleanSupplier proceed;
    /** Running statistics at the start of the step: every evaluation begins with them. */
    private List<float[]> before = List.of();

    private final Map<Integer, Found> found = new HashMap<>();
    private int evaluations;
    private NonFiniteException failure;

    private Lbfgs lbfgs;
    /** Where the last step ended. */
    private double[] weights;

    private boolean converged;
    private LossHead.Scores scores;
    private long steps;

    public LbfgsStep(BatchGradients network, Optional<OptimizerState> state) {
        this.network = network;
        scores = new LossHead.Scores(0, 0, new double[network.outputs()]);
        reset();
        state.ifPresent(this::resume);
    }

    /** Forgets all steps: call after weights have been changed otherwise. */
    public void reset() {
        weights = new double[network.size()];
        network.read(weights);
        lbfgs = new Lbfgs(this::evaluate, weights, Lbfgs.History.FLOAT32);
        evaluations = 0;
        converged = false;
    }

    /**
     * Takes a step, unless no step lowers the loss.
     *
     * @param unlessStopped asked before every batch; on false the step is given up
     * @return false if it was given up, and nothing has changed
     * @throws NonFiniteException if the loss or its gradient at the present weights is not finite; nothing has changed
     */
    public boolean step(FullBatch all, BooleanSupplier unlessStopped) throws NonFiniteException {
        samples = all;
        proceed = unlessStopped;
        before = network.statistics();
        found.clear();
        try {
            boolean first = evaluations == 0;
            lbfgs.begin();
            if (!Double.isFinite(lbfgs.loss())) {
                throw failure;
            }
            if (first) {
                // Statistics change with steps alone, so that a resumed run has those of one that was not interrupted.
                found.computeIfPresent(lbfgs.evaluation(), (_, it) -> new Found(it.scores(), before));
            }
            converged = converged || !lbfgs.step();
        } catch (Stopped _) {
            network.write(weights, before);
            return false;
        } catch (NonFiniteException e) {
            network.write(weights, before);
            throw e;
        }
        weights = lbfgs.x();
        Found end = found.get(lbfgs.evaluation());
        if (end != null) {
            scores = end.scores();
        }
        network.write(weights, end == null ? before : end.statistics());
        steps++;
        return true;
    }

    /** Of all samples after the last step. */
    public LossHead.Scores scores() {
        return scores;
    }

    /** A copy of the state, which with the weights determines the next step. */
    public OptimizerState state() {
        return new OptimizerState(
                steps,
                Map.of(),
                Map.of(),
                lbfgs.pairs().stream()
                        .map(pair ->
                                new OptimizerState.Difference(network.named(pair.step()), network.named(pair.change())))
                        .toList());
    }

    private void resume(OptimizerState state) {
        steps = state.steps();
        lbfgs.resume(state.history().stream()
                .map(d -> new Lbfgs.Pair(network.flat(d.step()), network.flat(d.change())))
                .toList());
    }

    private double evaluate(double[] x, double[] gradient) {
        network.write(x, before);
        network.read(x);
        Arrays.fill(gradient, 0);
        double sum = 0;
        double penalties = 0;
        int right = 0;
        double[] squares = new double[network.outputs()];
        int count = 0;
        samples.restart();
        try {
            for (int rows = samples.next(); rows > 0; rows = samples.next()) {
                if (!proceed.getAsBoolean()) {
                    throw new Stopped();
                }
                BatchGradients.Outcome outcome = network.add(samples, rows, gradient);
                LossHead.Scores batch = outcome.scores();
                sum += rows * batch.loss();
                penalties += rows * outcome.penalty();
                right += batch.correct();
                for (int o = 0; o < squares.length; o++) {
                    squares[o] += batch.squaredErrors()[o];
                }
                count += rows;
            }
        } catch (NonFiniteException e) {
            failure = e;
            sum = Double.NaN;
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= count;
        }
        found.put(evaluations++, new Found(new LossHead.Scores(sum / count, right, squares), network.statistics()));
        return (sum + penalties) / count;
    }
}
