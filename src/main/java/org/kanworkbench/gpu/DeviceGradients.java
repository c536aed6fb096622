package org.kanworkbench.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kanworkbench.engine.BatchGradients;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A network on a device, as L-BFGS sees it, whose directions are computed on this machine in float64: weights and gradients go over
 * the bus with every evaluation of a batch.
 */
final class DeviceGradients implements BatchGradients {

    private final SideBySide all;
    private final int run;
    private final NetworkSpec spec;
    private final Recipe recipe;
    private final Layout layout;

    /** @param run the place among all */
    DeviceGradients(SideBySide all, int run, NetworkSpec spec, Recipe recipe) {
        this.all = all;
        this.run = run;
        this.spec = spec;
        this.recipe = recipe;
        layout = all.network().layout();
    }

    /** With what fills rows up, which is 0 and has no gradient. */
    @Override
    public int size() {
        return layout.trained();
    }

    @Override
    public int outputs() {
        return spec.outputs();
    }

    private float[] row(Buffer from) {
        return all.of(run, () -> all.row(from));
    }

    @Override
    public void read(double[] to) {
        float[] row = row(all.network().parameters);
        for (int n = 0; n < to.length; n++) {
            to[n] = row[n];
        }
    }

    @Override
    public void write(double[] weights, List<float[]> statistics) {
        float[] row = new float[layout.size()];
        for (int n = 0; n < weights.length; n++) {
            row[n] = (float) weights[n];
        }
        float[] rest = statistics.getFirst();
        System.arraycopy(rest, 0, row, weights.length, rest.length);
        all.of(run, () -> {
            all.session().write(row, row.length, all.network().parameters, 0);
            return null;
        });
    }

    /** What follows the weights. */
    @Override
    public List<float[]> statistics() {
        return List.of(Arrays.copyOfRange(row(all.network().parameters), layout.trained(), layout.size()));
    }

    @Override
    public Outcome add(FullBatch batch, int rows, double[] gradient) throws NonFiniteException {
        Outcome outcome = evaluate(batch.x(), batch.labels(), batch.numbers(), rows);
        float[] row = row(all.network().gradients);
        for (int n = 0; n < gradient.length; n++) {
            gradient[n] += (double) rows * row[n];
        }
        return outcome;
    }

    /** Forward and back. */
    Outcome evaluate(float[] x, int[] labels, float[] numbers, int rows) throws NonFiniteException {
        boolean squared = recipe.loss() == Loss.MSE;
        NetworkKernels network = all.network();
        float[] told = all.of(run, () -> {
            network.gradients(x, squared ? null : labels, squared ? numbers : null, rows);
            return network.told(rows);
        });
        double[] sums = sums(told, network.flags(), rows, squared ? spec.outputs() : 2);
        double loss = squared ? Arrays.stream(sums).sum() / ((double) rows * spec.outputs()) : sums[0] / rows;
        if (flagged(told, network.flags())) {
            throw new NonFiniteException(all.of(run, () -> {
                String what = network.trouble(loss, rows);
                network.forgive();
                return what;
            }));
        }
        double smoothing = squared || recipe.labelSmoothing() == 0 ? 0 : smoothing(labels, rows);
        double penalty = smoothing + all.of(run, () -> network.penalty(rows));
        return new Outcome(
                squared
                        ? new LossHead.Scores(loss, 0, sums)
                        : new LossHead.Scores(loss, (int) sums[1], new double[spec.outputs()]),
                penalty);
    }

    private static boolean flagged(float[] told, int flags) {
        for (int n = 0; n < flags; n++) {
            if (told[n] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Of so many figures of every row. */
    private static double[] sums(float[] told, int from, int rows, int kinds) {
        double[] sums = new double[kinds];
        for (int n = 0; n < kinds * rows; n++) {
            sums[n / rows] += told[from + n];
        }
        return sums;
    }

    private double smoothing(int[] labels, int rows) {
        float[] y = new float[rows * spec.outputs()];
        all.of(run, () -> {
            all.network().outputs(rows, y);
            return null;
        });
        return BatchGradients.smoothing(recipe.labelSmoothing(), y, spec.outputs(), spec.outputs(), labels, rows);
    }

    @Override
    public Map<String, Tensor> named(double[] row) {
        float[] floats = new float[layout.size()];
        for (int n = 0; n < row.length; n++) {
            floats[n] = (float) row[n];
        }
        return layout.tensors(floats, false);
    }

    @Override
    public double[] flat(Map<String, Tensor> named) {
        float[] floats = layout.row(named, false);
        double[] row = new double[layout.trained()];
        for (int n = 0; n < row.length; n++) {
            row[n] = floats[n];
        }
        return row;
    }
}
