package org.kanworkbench.engine.layer;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Normalization;

/** What a layer does with consecutive rows of a batch once its slices have their sums: norm, activation, dropout. */
public final class LayerRows {

    private final LayerWeights weights;
    /** Null without a norm. */
    private final Normalizer normalizer;

    private final int width;
    private final int first;
    private int rows;
    private boolean training;

    /** [row][width], before the activation. */
    private final float[] sums;
    /** [row][width], the outputs that the next layer sees. */
    private final float[] output;
    /** [row of the batch][width], gradients of the sums. */
    private final float[] d;

    private final float[] slope;
    /** Null without dropout. */
    private final float[] dropped;

    private final float[] total;
    private final float[] slopeGradient = new float[Lanes.PADDING];

    /**
     * @param first row of the batch
     * @param d receives gradients of all rows' sums, [row of the batch][width]
     */
    LayerRows(LayerWeights weights, int first, int maxRows, float[] d) {
        this.weights = weights;
        this.first = first;
        this.d = d;
        width = weights.width;
        normalizer = weights.spec.normalization() == Normalization.NONE ? null : new Normalizer(weights, maxRows);
        sums = new float[maxRows * width];
        output = new float[maxRows * width];
        slope = new float[maxRows * width];
        dropped = weights.spec.dropout() > 0 ? new float[maxRows * width] : null;
        total = new float[width];
    }

    public float[] output() {
        return output;
    }

    /** [width]: gradients of the sums, summed over the rows. */
    float[] total() {
        return total;
    }

    /**
     * Adds up the slices' sums and computes the outputs.
     *
     * @param dropoutSeed of this step and layer
     */
    public void forward(FeatureSlice[] slices, int rowCount, boolean forTraining, long dropoutSeed) {
        rows = rowCount;
        training = forTraining;
        addSlices(slices);
        if (normalizer != null) {
            normalizer.forward(sums, rows, training);
        }
        Activations.apply(weights.spec.activation(), weights.slope(), sums, 0, output, 0, rows * width);
        if (training && dropped != null) {
            Dropout.draw(dropped, rows, weights.spec.outputs(), width, weights.spec.dropout(), dropoutSeed);
            multiply(output, dropped, rows * width);
        }
    }

    private void addSlices(FeatureSlice[] slices) {
        for (int o = 0; o < width; o += Lanes.COUNT) {
            FloatVector common = weights.bias == null
                    ? FloatVector.zero(Lanes.SPECIES)
                    : FloatVector.fromArray(Lanes.SPECIES, weights.bias.values, o);
            if (weights.basisBias != null) {
                common = common.add(FloatVector.fromArray(Lanes.SPECIES, weights.basisBias.values, o));
            }
            for (FeatureSlice slice : slices) {
                common = common.add(FloatVector.fromArray(Lanes.SPECIES, slice.common, o));
            }
            for (int at = o; at < rows * width; at += width) {
                FloatVector sum = common;
                for (FeatureSlice slice : slices) {
                    sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, slice.sums, first * width + at));
                }
                sum.intoArray(sums, at);
            }
        }
    }

    private static void multiply(float[] a, float[] b, int length) {
        for (int j = 0; j < length; j++) {
            a[j] *= b[j];
        }
    }

    /**
     * Computes gradients of the sums from those of the output, and of biases, norm and slope.
     *
     * @param g [row][width] gradients of the output
     */
    public void backward(float[] g) {
        int length = rows * width;
        int from = first * width;
        Activations.differentiate(weights.spec.activation(), weights.slope(), sums, 0, slope, 0, length);
        if (training && dropped != null) {
            multiply(g, dropped, length);
        }
        if (weights.prelu != null) {
            double sum = 0;
            for (int j = 0; j < length; j++) {
                sum += sums[j] < 0 ? g[j] * sums[j] : 0;
            }
            slopeGradient[0] = (float) sum;
        }
        for (int j = 0; j < length; j++) {
            d[from + j] = g[j] * slope[j];
        }
        if (normalizer != null) {
            normalizer.backward(d, from, rows);
        }
        Arrays.fill(total, 0);
        if (weights.spec.normalization() == Normalization.BATCH && training) {
            // Batch norm removes what shifts all of an output's sums alike: a rounding error here would become a step
            // of Adam.
            return;
        }
        // By hand, as the compiler leaves loops as short as a row unvectorised.
        for (int o = 0; o < width; o += Lanes.COUNT) {
            FloatVector sum = FloatVector.zero(Lanes.SPECIES);
            for (int at = from + o; at < from + length; at += width) {
                sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, d, at));
            }
            sum.intoArray(total, o);
        }
    }

    /** Whether all outputs are finite. */
    public boolean outputsFinite() {
        float probe = 0;
        for (int j = 0; j < rows * width; j++) {
            probe += output[j] * 0;
        }
        return probe == 0;
    }

    /** Whether all gradients of the sums are finite. */
    public boolean finite() {
        FloatVector probe = FloatVector.zero(Lanes.SPECIES);
        for (int j = first * width; j < (first + rows) * width; j += Lanes.COUNT) {
            // 0 for finite numbers, NaN for infinite ones and NaN.
            probe = FloatVector.fromArray(Lanes.SPECIES, d, j).mul(0f).add(probe);
        }
        return Lanes.sum(probe) == 0;
    }

    /** Adds the gradients of other rows, but for those of the sums. */
    public void absorb(LayerRows other) {
        add(other.total, total);
        slopeGradient[0] += other.slopeGradient[0];
        if (normalizer != null) {
            normalizer.absorb(other.normalizer);
        }
    }

    /** Adds numbers to as many. */
    public static void add(float[] from, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += from[j];
        }
    }

    void update(Updater updater) {
        if (weights.bias != null) {
            updater.update(weights.bias, 0, total, 0, width);
        }
        if (weights.basisBias != null) {
            updater.update(weights.basisBias, 0, total, 0, width);
        }
        if (normalizer != null) {
            normalizer.update(updater);
        }
        if (weights.spec.activation() == Activation.PRELU) {
            updater.update(weights.prelu, 0, slopeGradient, 0, Lanes.PADDING);
        }
    }
}
