package org.kanworkbench.noise.training;

import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/** A network in training within its budget of steps, on the vector engine. One thread at a time. */
public final class NetworkTraining {

    /** Steps between two checks for cancellation. */
    static final int STEPS_A_LOOK = 100;

    private final NetworkTask task;
    private final Network network;
    private final TrainingStep step;
    private final Scaling scaling;
    private final float[] x;
    private final float[] y;
    private final int rows;
    private final int batch;
    /** Null if a batch has all rows. */
    private final RowBatches batches;

    private final float[] batchX;
    private final float[] batchY;
    private int done;

    public NetworkTraining(NetworkTask task, Workers workers) {
        this.task = task;
        Points points = task.points();
        network = task.initial();
        scaling = Scaling.of(points);
        x = scaling.inputs(points.x());
        y = scaling.outputs(points.y());
        rows = points.rows();
        batch = task.batch();
        step = new TrainingStep(network, task.recipe(), OptionalDouble.empty(), workers, task.dropoutSeed());
        boolean whole = batch == rows;
        Examples examples = new Examples(new FloatFeatures(x, points.inputs()), new int[0], y);
        batches = whole ? null : new RowBatches(examples, 0, rows, batch, task.orderSeed());
        batchX = new float[whole ? 0 : batch * points.inputs()];
        batchY = new float[whole ? 0 : batch];
    }

    boolean finished() {
        return done == task.budget().steps();
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
        int end = Math.min(task.budget().steps(), done + steps);
        for (; done < end; done++) {
            double rate = task.setting().learningRate() * task.factor(done);
            if (batches == null) {
                step.step(x, null, y, rows, rate);
            } else {
                fillBatch();
                step.step(batchX, null, batchY, batch, rate);
            }
        }
    }

    private void fillBatch() {
        batches.next();
        int inputs = scaling.inputs();
        for (int b = 0; b < batch; b++) {
            int row = batches.order()[batches.first() + b];
            System.arraycopy(x, row * inputs, batchX, b * inputs, inputs);
            batchY[b] = y[row];
        }
    }

    /** A frozen copy of the current network. */
    public Fitted fitted() {
        return new Frozen(network.snapshot(), scaling);
    }

    /** A trained network. */
    record Frozen(Model model, Scaling scaling) implements Fitted {
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
