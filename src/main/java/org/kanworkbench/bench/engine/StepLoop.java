package org.kanworkbench.bench.engine;

import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.WeightAverage;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;

/** Training steps of one preset on MNIST, as a run makes them, for measurements that look closer than at an epoch. */
final class StepLoop implements AutoCloseable {

    private final Workers workers;
    private final Network network;
    private final TrainingStep step;
    private final ShuffledBatches batches;
    private final Recipe recipe;
    private final float[] x;
    private final int[] labels;
    private final Workers.Task fill = this::fill;
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
        x = new float[recipe.batch() * dataset.inputs()];
        labels = new int[recipe.batch()];
        batches.startEpoch(epoch);
    }

    /** One step on the next batch. */
    void step() throws NonFiniteException {
        int rows = batches.next(labels);
        if (rows == 0) {
            batches.startEpoch(++epoch);
            rows = batches.next(labels);
        }
        workers.run(ShuffledBatches.PARTS, fill);
        step.step(x, labels, rows, recipe.learningRate());
    }

    /** At least so many steps, and for at least so long or the context's share of it; microseconds a step, mean. */
    double run(int steps, double seconds) throws NonFiniteException {
        return run(steps, seconds, () -> {});
    }

    /** The same with something else after every step. */
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

    /** Microseconds of each of so many steps. */
    double[] micros(int steps) throws NonFiniteException {
        double[] micros = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            step();
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return micros;
    }

    /** An average of the weights, to be told of every step. */
    WeightAverage average(double decay) {
        return new WeightAverage(network, decay, workers);
    }

    private void fill(int part) {
        batches.fill(part, x);
    }

    @Override
    public void close() {
        workers.close();
    }
}
