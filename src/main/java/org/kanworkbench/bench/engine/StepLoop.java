package org.kanworkbench.bench.engine;

import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.workers.TimeLines;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.loop.TrainingBatch;

/** Training steps of one preset on MNIST, as in a run, for measurements finer than an epoch. */
final class StepLoop implements AutoCloseable {

    private final Workers workers;
    private final Network network;
    private final TrainingStep step;
    private final ShuffledBatches batches;
    private final Recipe recipe;
    private final TrainingBatch batch;
    private final double share;
    private int epoch;

    StepLoop(BenchContext context, String preset, int threads) {
        Configuration configuration = context.configuration(preset, 1);
        Dataset dataset = context.dataset();
        share = context.share();
        recipe = configuration.recipe();
        workers = new Workers(threads);
        network = Network.initialize(configuration.network(), context.seed());
        step = new TrainingStep(network, recipe, dataset.train().features().background(), workers, context.seed());
        batches = ShuffledBatches.of(dataset, recipe, context.seed());
        batch = new TrainingBatch(batches, recipe.batch(), dataset, workers);
        batches.startEpoch(epoch);
    }

    /** Performs one step on the next batch. */
    void step() throws NonFiniteException {
        int rows = batch.next(step.takesCodes());
        if (rows == 0) {
            batches.startEpoch(++epoch);
            rows = batch.next(step.takesCodes());
        }
        if (step.takesCodes() && batch.codes().isPresent()) {
            step.step(batch.codes().get(), batch.labels(), null, rows, recipe.learningRate());
        } else {
            step.step(batch.x(), batch.labels(), null, rows, recipe.learningRate());
        }
    }

    /**
     * The mean time per step [µs] over at least the given number of steps and the given duration, or the context's
     * share of it.
     */
    double run(int steps, double seconds) throws NonFiniteException {
        return run(steps, seconds, () -> {});
    }

    /** The same with an action after every step. */
    double run(int steps, double seconds, Runnable after) throws NonFiniteException {
        long start = System.nanoTime();
        int done = 0;
        while (done < steps || System.nanoTime() - start < share * seconds * 1e9) {
            step();
            after.run();
            done++;
        }
        return (System.nanoTime() - start) / 1e3 / done;
    }

    /** Records from the next step on when threads work; null to end it. */
    void record(TimeLines lines) {
        workers.record(lines);
    }

    /** Time of each of a number of steps [µs]. */
    double[] micros(int steps) throws NonFiniteException {
        double[] micros = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            step();
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return micros;
    }

    /** An EMA of the weights, to be called after every step. */
    WeightEma average(double decay) {
        return new WeightEma(network, decay, workers);
    }

    @Override
    public void close() {
        workers.close();
    }
}
