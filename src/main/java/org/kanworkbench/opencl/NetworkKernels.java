package org.kanworkbench.opencl;

import java.util.Arrays;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.layer.Dropout;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.opencl.Session.Buffer;
import org.kanworkbench.opencl.Session.Kernel;

/** A network's forward pass, loss, backward pass and update on a device. */
final class NetworkKernels {

    private final Session session;
    private final NetworkSpec spec;
    private final Recipe recipe;
    private final Layout layout;
    private final int maxRows;
    private final long dropoutSeed;

    /** Null without convolutions. */
    private final StemKernels stem;

    private final LayerKernels[] layers;
    private final Kernel loss;
    private final Kernel adam;
    private final Kernel momentum;
    private final Kernel average;

    final Buffer parameters;
    final Buffer gradients;
    final Buffer first;
    /** Null for an optimiser without second moments. */
    final Buffer second;
    /** The moving average of the parameters; null without one. */
    final Buffer mean;

    private final Buffer x;
    private final Buffer targets;
    /** Gradients of the first layer's inputs. */
    private final Buffer dx;
    /** Flags of loss and layers, then of every row loss and success, or the squared errors. */
    private final Buffer told;

    private final float[] heard;
    private final float[] shifted;
    private long steps;
    private long averaged;
    private double past = 1;
    private double lastLoss;
    private int correct;
    private final double[] squaredErrors;

    NetworkKernels(Session session, NetworkSpec spec, Recipe recipe, int maxRows, long dropoutSeed) {
        this.session = session;
        this.spec = spec;
        this.recipe = recipe;
        this.maxRows = maxRows;
        this.dropoutSeed = dropoutSeed;
        layout = new Layout(spec);
        String network = Programs.network();
        loss = session.kernel(recipe.loss() == Loss.MSE ? "squared_error" : "cross_entropy", network);
        adam = session.kernel("adam", network);
        momentum = session.kernel("momentum", network);
        average = session.kernel("average", network);
        parameters = session.floats(layout.size());
        gradients = session.floats(layout.trained());
        first = session.floats(layout.trained());
        second = recipe.optimizer() instanceof Optimizer.Sgd ? null : session.floats(layout.trained());
        mean = recipe.averaging() > 0 ? session.floats(layout.size()) : null;
        stem = spec.stem() instanceof Convolutions convolutions
                ? new StemKernels(session, convolutions, layout, maxRows)
                : null;
        layers = new LayerKernels[spec.layers().size()];
        int stride = spec.layers().getFirst().inputs();
        int rows64 = (maxRows + 63) / 64 * 64;
        dx = session.floats((long) rows64 * stride);
        for (int l = 0; l < layers.length; l++) {
            LayerSpec layer = spec.layers().get(l);
            layers[l] = new LayerKernels(session, layer, layout.layer(l), stride, l > 0 || stem != null, maxRows);
            stride = layout.layer(l).width();
        }
        x = session.floats((long) rows64 * spec.inputs());
        targets = session.floats((long) maxRows * spec.outputs());
        told = session.floats(flags() + (long) maxRows * Math.max(2, spec.outputs()));
        heard = new float[(int) told.floats()];
        shifted = spec.stem() instanceof PositionalEncoding ? new float[maxRows * spec.inputs()] : null;
        squaredErrors = new double[spec.outputs()];
    }

    Layout layout() {
        return layout;
    }

    /** One of the loss, and one a layer. */
    private int flags() {
        return 1 + layers.length;
    }

    long steps() {
        return steps;
    }

    void resume(long done) {
        steps = done;
    }

    /** Steps that the moving average has seen, and what its samples leave to the past. */
    long averaged() {
        return averaged;
    }

    double past() {
        return past;
    }

    void resumeAverage(long done, double pastShare) {
        averaged = done;
        past = pastShare;
    }

    double loss() {
        return lastLoss;
    }

    int correct() {
        return correct;
    }

    double[] squaredErrors() {
        return squaredErrors;
    }

    /**
     * Trains on one batch, and reads its figures.
     *
     * @param labels for cross-entropy, else null
     * @param numbers rows × outputs, for squared error, else null
     * @throws NonFiniteException if loss or gradient is not finite; no weight has changed then
     */
    void step(float[] batch, int[] labels, float[] numbers, int rows, double rate) throws NonFiniteException {
        gradients(batch, labels, numbers, rows);
        update(rate);
        hear(rows);
        steps++;
        if (mean != null && averaged++ % WeightEma.EVERY == 0) {
            double decay = Math.pow(recipe.averaging(), WeightEma.EVERY);
            past *= decay;
            session.launchItems(average, layout.size() / 8, parameters, mean, layout.size() / 8, (float)
                    ((1 - decay) / (1 - past)));
        }
    }

    /** Fills {@link #gradients}. */
    void gradients(float[] batch, int[] labels, float[] numbers, int rows) {
        forward(batch, rows, parameters, true);
        if (labels != null) {
            session.write(labels, rows, targets, 0);
        } else {
            session.write(numbers, (long) rows * spec.outputs(), targets, 0);
        }
        LayerKernels last = layers[layers.length - 1];
        session.launchItems(
                loss,
                rows,
                last.y,
                targets,
                last.dy,
                told,
                rows,
                spec.outputs(),
                layout.layer(layers.length - 1).width(),
                (float) recipe.labelSmoothing(),
                flags());
        for (int l = layers.length - 1; l >= 0; l--) {
            layers[l].backward(parameters, gradients, l > 0 ? layers[l - 1].dy : dx, told, 1 + l);
        }
        if (stem != null) {
            stem.backward(x, parameters, gradients, dx, rows);
        }
    }

    private void forward(float[] batch, int rows, Buffer p, boolean training) {
        if (rows > maxRows) {
            throw new IllegalArgumentException(rows + " rows are more than " + maxRows);
        }
        int count = rows * spec.inputs();
        float[] values = batch;
        if (spec.stem() instanceof PositionalEncoding encoding) {
            values = shifted;
            for (int n = 0; n < count; n++) {
                values[n] = batch[n] + encoding.offset(n % spec.inputs());
            }
        }
        session.write(values, count, x, 0);
        Buffer input = stem == null ? x : stem.forward(x, p, rows);
        long seed = Dropout.mix(dropoutSeed + (steps << 8));
        for (int l = 0; l < layers.length; l++) {
            layers[l].forward(input, p, rows, training, Dropout.mix(seed + l));
            input = layers[l].y;
        }
    }

    private void update(double rate) {
        int count = layout.trained() / 8;
        switch (recipe.optimizer()) {
            case Optimizer.AdamW o ->
                adam(count, o.beta1(), o.beta2(), o.epsilon(), 0, 1 - rate * o.weightDecay(), rate);
            case Optimizer.Adam o -> adam(count, o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), 1, rate);
            case Optimizer.Sgd o ->
                session.launchItems(
                        momentum,
                        count,
                        parameters,
                        gradients,
                        first,
                        count,
                        told,
                        flags(),
                        (float) o.momentum(),
                        (float) o.weightDecay(),
                        (float) rate);
            case Optimizer.Lbfgs _ -> throw new IllegalArgumentException("L-BFGS takes no step by one gradient alone");
        }
    }

    private void adam(
            int count, double beta1, double beta2, double epsilon, double coupled, double shrink, double rate) {
        session.launchItems(
                adam,
                count,
                parameters,
                gradients,
                first,
                second,
                count,
                told,
                flags(),
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) epsilon,
                (float) coupled,
                (float) shrink,
                (float) (rate / (1 - Math.pow(beta1, steps + 1))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps + 1))));
    }

    /** Reads flags and figures of the last batch. */
    private void hear(int rows) throws NonFiniteException {
        boolean numbers = recipe.loss() == Loss.MSE;
        int each = numbers ? spec.outputs() : 2;
        session.read(told, 0, flags() + (long) rows * each, heard);
        double sum = 0;
        int right = 0;
        Arrays.fill(squaredErrors, 0);
        for (int b = 0; b < rows; b++) {
            int at = flags() + b * each;
            if (numbers) {
                for (int o = 0; o < each; o++) {
                    squaredErrors[o] += heard[at + o];
                    sum += heard[at + o];
                }
            } else {
                sum += heard[at];
                right += heard[at + 1] != 0 ? 1 : 0;
            }
        }
        lastLoss = sum / (numbers ? (double) rows * each : rows);
        correct = right;
        for (int f = 0; f < flags(); f++) {
            if (heard[f] != 0) {
                session.clear(told, 0, flags());
                throw new NonFiniteException(
                        heard[0] != 0
                                ? "loss is " + lastLoss
                                : "gradient of layer " + lastFlag() + " of " + layers.length + " is not finite");
            }
        }
    }

    /** The last layer whose gradient is not finite; from 1. */
    private int lastFlag() {
        int last = 1;
        for (int l = 1; l <= layers.length; l++) {
            last = heard[l] != 0 ? l : last;
        }
        return last;
    }

    /**
     * Outputs at inference.
     *
     * @param p parameters
     * @param to receives rows × outputs
     */
    void predict(float[] batch, int rows, Buffer p, float[] to) {
        forward(batch, rows, p, false);
        outputs(rows, to);
    }

    /** Outputs of the last pass, rows × outputs. */
    void outputs(int rows, float[] to) {
        int width = layout.layer(layers.length - 1).width();
        float[] padded = new float[rows * width];
        session.read(layers[layers.length - 1].y, 0, padded.length, padded);
        for (int b = 0; b < rows; b++) {
            System.arraycopy(padded, b * width, to, b * spec.outputs(), spec.outputs());
        }
    }
}
