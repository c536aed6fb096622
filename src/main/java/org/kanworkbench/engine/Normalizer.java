package org.kanworkbench.engine;

import org.kanworkbench.network.Normalization;

/** Layer or batch norm over [row][width] sums, with scale and shift. */
final class Normalizer {

    static final float EPSILON = 1e-5f;
    /** Share of the new batch in batch norm's running statistics. */
    static final float MOMENTUM = 0.1f;

    private final LayerWeights weights;
    private final boolean perRow;
    private final int outputs;
    private final int width;
    /** [row][width] values of mean 0 and variance 1. */
    private final float[] standard;
    /** 1/√(variance + ε), one a row or one an output. */
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
                rowStatistics(sums, b);
            }
        } else if (training) {
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
                int statistic = perRow ? b : o;
                float z = (sums[at + o] - mean[statistic]) * inverseDeviation[statistic];
                standard[at + o] = z;
                sums[at + o] = z * scale[o] + shift[o];
            }
        }
    }

    private static float inverse(double variance) {
        return (float) (1 / Math.sqrt(variance + EPSILON));
    }

    private void rowStatistics(float[] sums, int b) {
        int at = b * width;
        float sum = 0;
        for (int o = 0; o < outputs; o++) {
            sum += sums[at + o];
        }
        float average = sum / outputs;
        float squares = 0;
        for (int o = 0; o < outputs; o++) {
            float d = sums[at + o] - average;
            squares += d * d;
        }
        mean[b] = average;
        inverseDeviation[b] = inverse(squares / outputs);
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
            weights.runningMean[o] += MOMENTUM * ((float) average - weights.runningMean[o]);
            // PyTorch keeps the unbiased variance.
            float unbiased = (float) (squares / Math.max(1, rows - 1));
            weights.runningVariance[o] += MOMENTUM * (unbiased - weights.runningVariance[o]);
        }
    }

    /** Replaces gradients of the normed values by gradients of the sums, and keeps those of scale and shift. */
    void backward(float[] d, int rows) {
        float[] scale = weights.normScale.values;
        for (int o = 0; o < outputs; o++) {
            scaleGradient[o] = 0;
            shiftGradient[o] = 0;
        }
        for (int b = 0; b < rows; b++) {
            int at = b * width;
            for (int o = 0; o < outputs; o++) {
                scaleGradient[o] += d[at + o] * standard[at + o];
                shiftGradient[o] += d[at + o];
                d[at + o] *= scale[o];
            }
        }
        if (perRow) {
            for (int b = 0; b < rows; b++) {
                centre(d, b * width, 1, outputs, inverseDeviation[b]);
            }
        } else {
            for (int o = 0; o < outputs; o++) {
                if (trained) {
                    centre(d, o, width, rows, inverseDeviation[o]);
                } else {
                    for (int b = 0; b < rows; b++) {
                        d[b * width + o] *= inverseDeviation[o];
                    }
                }
            }
        }
    }

    /** d ← (d − mean(d) − z·mean(d·z))/deviation over count values at a distance. */
    private void centre(float[] d, int from, int distance, int count, float inverse) {
        float sum = 0;
        float product = 0;
        for (int j = 0, at = from; j < count; j++, at += distance) {
            sum += d[at];
            product += d[at] * standard[at];
        }
        float average = sum / count;
        float slope = product / count;
        for (int j = 0, at = from; j < count; j++, at += distance) {
            d[at] = inverse * (d[at] - average - standard[at] * slope);
        }
    }

    void update(Updater updater) {
        updater.update(weights.normScale, 0, scaleGradient, 0, width);
        updater.update(weights.normShift, 0, shiftGradient, 0, width);
    }
}
