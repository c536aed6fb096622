package org.kanworkbench.noise.fit;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;

/** A network in training within its budget of steps. One thread at a time. */
public final class NetworkTraining {

    private static final Schedule SCHEDULE = new Schedule.Cosine(0.05, 0.01);
    /** Steps between two checks for cancellation. */
    private static final int STEPS_A_LOOK = 100;

    private final Network network;
    private final TrainingStep step;
    private final Scaling scaling;
    private final Budget budget;
    private final double learningRate;
    private final float[] x;
    private final float[] y;
    private final int rows;
    private final int batch;
    private final SplittableRandom order;
    private final int[] shuffled;
    private final float[] batchX;
    private final float[] batchY;
    private int next;
    private int done;

    public NetworkTraining(
            NetworkSpec spec, Points points, Budget budget, Setting.Optimisation setting, long seed, Workers workers) {
        network = Network.initialize(spec, SeedMixer.mix(seed, 0));
        scaling = Scaling.of(points);
        x = scaling.inputs(points.x());
        y = scaling.outputs(points.y());
        rows = points.rows();
        batch = Math.min(rows, budget.batch());
        this.budget = budget;
        learningRate = setting.learningRate();
        Recipe recipe =
                new Recipe(Loss.MSE, new Optimizer.AdamW(setting.weightDecay()), learningRate, SCHEDULE, batch, 1);
        step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, SeedMixer.mix(seed, 1));
        order = new SplittableRandom(SeedMixer.mix(seed, 2));
        boolean whole = batch == rows;
        shuffled = new int[whole ? 0 : rows];
        for (int i = 0; i < shuffled.length; i++) {
            shuffled[i] = i;
        }
        batchX = new float[whole ? 0 : batch * points.inputs()];
        batchY = new float[whole ? 0 : batch];
        next = rows;
    }

    boolean finished() {
        return done == budget.steps();
    }

    /** Runs all remaining steps. Returns false if cancelled. */
    boolean finish(BooleanSupplier cancelled) throws NonFiniteException {
        while (!finished()) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            advance(STEPS_A_LOOK);
        }
        return true;
    }

    /** Runs the given number of steps, or as many as remain. */
    public void advance(int steps) throws NonFiniteException {
        int end = Math.min(budget.steps(), done + steps);
        for (; done < end; done++) {
            double rate = learningRate * SCHEDULE.factor(done, 1, budget.steps());
            if (shuffled.length == 0) {
                step.step(x, y, rows, rate);
            } else {
                fillBatch();
                step.step(batchX, batchY, batch, rate);
            }
        }
    }

    private void fillBatch() {
        if (next + batch > rows) {
            shuffle();
            next = 0;
        }
        int inputs = scaling.inputs();
        for (int b = 0; b < batch; b++) {
            int row = shuffled[next++];
            System.arraycopy(x, row * inputs, batchX, b * inputs, inputs);
            batchY[b] = y[row];
        }
    }

    private void shuffle() {
        for (int i = rows - 1; i > 0; i--) {
            int j = order.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
    }

    /** A frozen copy of the current network. */
    public Fitted fitted() {
        return new Frozen(network.snapshot(), scaling);
    }

    private record Frozen(Model model, Scaling scaling) implements Fitted {
        @Override
        public double[] predict(double[] x) {
            float[] scaled = scaling.inputs(x);
            int rows = x.length / scaling.inputs();
            float[] outputs = new float[rows];
            double[] y = new double[rows];
            if (rows > 0) {
                try (Workers alone = new Workers(1)) {
                    new Predictor(model, rows, alone).predict(scaled, rows, outputs);
                }
            }
            for (int row = 0; row < rows; row++) {
                y[row] = scaling.unscaled(outputs[row]);
            }
            return y;
        }
    }
}
