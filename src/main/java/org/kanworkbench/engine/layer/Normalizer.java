package org.kanworkbench.engine.layer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.Normalization;

/**
 * Layer norm (Ba, Kiros and Hinton, 2016) or batch norm (Ioffe and Szegedy, 2015) over [row][width] sums, with scale and
 * shift.
 */
final class Normalizer {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    static final float EPSILON = 1e-5f;
    /** Share of the new batch in batch norm's running statistics. */
    static final float MOMENTUM = 0.1f;

    private final LayerWeights weights;
    private final boolean perRow;
    private final int outputs;
    private final int width;
    /** [row][width] values of mean 0 and variance 1. */
    private final float[] standard;
    /** 1/√(variance + ε), one per row or one per output. */
    private final float[] inverseDeviation;

    private final float[] mean;
    private final float[] scaleGradient;
    private final float[] shiftGradient;
    private boolean trained;

    Normalizer(LayerWeights weights, int maxRows) {
        this.weights = weights;
        perRow = weights.spec.normalization() == Normalization.LAYER;
        outputs = weights.spec.outputs();
        width = weights.width;
        standard = new float[maxRows * width];
        inverseDeviation = new float[Math.max(maxRows, width)];
        mean = new float[Math.max(maxRows, width)];
        scaleGradient = new float[width];
        shiftGradient = new float[width];
    }

    /** Replaces sums by scale·(sums − mean)/deviation + shift. */
    void forward(float[] sums, int rows, boolean training) {
        trained = training;
        if (perRow) {
            for (int b = 0; b < rows; b++) {
                normalizeRow(sums, b);
            }
            return;
        }
        if (training) {
            batchStatistics(sums, rows);
        } else {
            for (int o = 0; o < outputs; o++) {
                mean[o] = weights.runningMean[o];
                inverseDeviation[o] = inverse(weights.runningVariance[o]);
            }
        }
        float[] scale = weights.normScale.values;
        float[] shift = weights.normShift.values;
        for (int b = 0; b < rows; b++) {
            int at = b * width;
            for (int o = 0; o < outputs; o++) {
                float z = (sums[at + o] - mean[o]) * inverseDeviation[o];
                standard[at + o] = z;
                sums[at + o] = z * scale[o] + shift[o];
            }
        }
    }

    private static float inverse(double variance) {
        return (float) (1 / Math.sqrt(variance + EPSILON));
    }

    private void normalizeRow(float[] sums, int b) {
        int at = b * width;
        FloatVector total = FloatVector.zero(S);
        for (int o = 0; o < width; o += V) {
            total = total.add(FloatVector.fromArray(S, sums, at + o));
        }
        float average = Lanes.sum(total) / outputs;
        FloatVector squares = FloatVector.zero(S);
        for (int o = 0; o < width; o += V) {
            // Padding holds 0 and must not be counted.
            FloatVector d = FloatVector.fromArray(S, sums, at + o).sub(average, S.indexInRange(o, outputs));
            d.intoArray(standard, at + o);
            squares = d.fma(d, squares);
        }
        float inverse = inverse(Lanes.sum(squares) / outputs);
        inverseDeviation[b] = inverse;
        for (int o = 0; o < width; o += V) {
            FloatVector z = FloatVector.fromArray(S, standard, at + o).mul(inverse);
            z.intoArray(standard, at + o);
            z.fma(
                            FloatVector.fromArray(S, weights.normScale.values, o),
                            FloatVector.fromArray(S, weights.normShift.values, o))
                    .intoArray(sums, at + o);
        }
    }

    private void batchStatistics(float[] sums, int rows) {
        for (int o = 0; o < outputs; o++) {
            double sum = 0;
            for (int b = 0; b < rows; b++) {
                sum += sums[b * width + o];
            }
            double average = sum / rows;
            double squares = 0;
            for (int b = 0; b < rows; b++) {
                double d = sums[b * width + o] - average;
                squares += d * d;
            }
            mean[o] = (float) average;
            inverseDeviation[o] = inverse(squares / rows);
            if (rows == 1) {
                // The short last batch of an epoch: a sample alone has no variance.
                continue;
            }
            weights.runningMean[o] += MOMENTUM * ((float) average - weights.runningMean[o]);
            // PyTorch stores the unbiased variance.
            float unbiased = (float) (squares / (rows - 1));
            weights.runningVariance[o] += MOMENTUM * (unbiased - weights.runningVariance[o]);
        }
    }

    /**
     * Replaces gradients of the normalised values by gradients of the sums, and stores those of scale and shift.
     *
     * @param from where the rows of d begin in it
     */
    void backward(float[] d, int from, int rows) {
        for (int o = 0; o < width; o += V) {
            FloatVector scale = FloatVector.fromArray(S, weights.normScale.values, o);
            FloatVector toScale = FloatVector.zero(S);
            FloatVector toShift = FloatVector.zero(S);
            for (int at = o; at < rows * width; at += width) {
                FloatVector g = FloatVector.fromArray(S, d, from + at);
                toScale = g.fma(FloatVector.fromArray(S, standard, at), toScale);
                toShift = toShift.add(g);
                g.mul(scale).intoArray(d, from + at);
            }
            toScale.intoArray(scaleGradient, o);
            toShift.intoArray(shiftGradient, o);
        }
        if (perRow) {
            for (int b = 0; b < rows; b++) {
                centreRow(d, from, b);
            }
            return;
        }
        for (int o = 0; o < outputs; o++) {
            if (trained) {
                centreColumn(d, from, o, rows);
            } else {
                for (int b = 0; b < rows; b++) {
                    d[from + b * width + o] *= inverseDeviation[o];
                }
            }
        }
    }

    /** d ← (d − mean(d) − z·mean(d·z))/deviation along a row. */
    private void centreRow(float[] d, int from, int b) {
        int at = b * width;
        FloatVector total = FloatVector.zero(S);
        FloatVector products = FloatVector.zero(S);
        for (int o = 0; o < width; o += V) {
            FloatVector g = FloatVector.fromArray(S, d, from + at + o);
            total = total.add(g);
            products = g.fma(FloatVector.fromArray(S, standard, at + o), products);
        }
        float average = Lanes.sum(total) / outputs;
        float slope = Lanes.sum(products) / outputs;
        for (int o = 0; o < width; o += V) {
            FloatVector z = FloatVector.fromArray(S, standard, at + o);
            FloatVector.fromArray(S, d, from + at + o)
                    .sub(average, S.indexInRange(o, outputs))
                    .sub(z.mul(slope))
                    .mul(inverseDeviation[b])
                    .intoArray(d, from + at + o);
        }
    }

    /** The same along a column. */
    private void centreColumn(float[] d, int from, int o, int rows) {
        float sum = 0;
        float product = 0;
        for (int at = o; at < rows * width; at += width) {
            sum += d[from + at];
            product += d[from + at] * standard[at];
        }
        float average = sum / rows;
        float slope = product / rows;
        for (int at = o; at < rows * width; at += width) {
            d[from + at] = inverseDeviation[o] * (d[from + at] - average - standard[at] * slope);
        }
    }

    /** Adds the gradients of scale and shift of other rows. */
    void absorb(Normalizer other) {
        LayerRows.add(other.scaleGradient, scaleGradient);
        LayerRows.add(other.shiftGradient, shiftGradient);
    }

    void update(Updater updater) {
        updater.update(weights.normScale, 0, scaleGradient, 0, width);
        updater.update(weights.normShift, 0, shiftGradient, 0, width);
    }
}
