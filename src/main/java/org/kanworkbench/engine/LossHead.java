package org.kanworkbench.engine;

import java.util.Arrays;

/** Losses over [row][width] outputs, and their gradients. */
public final class LossHead {

    /**
     * What a batch came to, or all samples.
     *
     * @param loss mean over rows, without a penalty
     * @param correct number of correctly classified rows
     * @param squaredErrors sums over rows, one per output; 0 for classes
     */
    public record Scores(double loss, int correct, double[] squaredErrors) {}

    private final int outputs;
    private final int width;
    /** [row][width], gradient of the mean loss with respect to the outputs. */
    public final float[] gradient;

    /** Sums of squared errors over the rows of the last batch, one per output; 0 after cross-entropy. */
    private final double[] squaredErrors;

    private final double[] exponentials;
    private double loss;
    private int correct;

    /** @param width row stride */
    public LossHead(int outputs, int width, int maxRows) {
        this.outputs = outputs;
        this.width = width;
        gradient = new float[maxRows * width];
        squaredErrors = new double[outputs];
        exponentials = new double[outputs];
    }

    public double loss() {
        return loss;
    }

    /** Of the last batch; the next one overwrites the squared errors. */
    public Scores scores() {
        return new Scores(loss, correct, squaredErrors);
    }

    /**
     * Softmax cross-entropy, mean over rows. The gradient is that for targets of 1 − smoothing for the label and
     * smoothing spread over all (Szegedy et al., 2016); the reported loss is without smoothing, so that it is
     * comparable with the test loss.
     */
    public void crossEntropy(float[] y, int[] labels, int rows, double smoothing) {
        crossEntropy(y, labels, 0, rows, rows, smoothing);
    }

    /**
     * The share of some rows in the loss of a batch.
     *
     * @param y of these rows alone
     * @param first of these rows in the batch and its labels
     * @param all rows of the batch
     */
    void crossEntropy(float[] y, int[] labels, int first, int rows, int all, double smoothing) {
        double sum = 0;
        int right = 0;
        double rest = smoothing / outputs;
        for (int b = 0; b < rows; b++) {
            int at = b * width;
            int label = labels[first + b];
            int best = 0;
            for (int o = 1; o < outputs; o++) {
                best = y[at + o] > y[at + best] ? o : best;
            }
            right += best == label ? 1 : 0;
            double most = y[at + best];
            double total = 0;
            for (int o = 0; o < outputs; o++) {
                exponentials[o] = Math.exp(y[at + o] - most);
                total += exponentials[o];
            }
            sum += most + Math.log(total) - y[at + label];
            for (int o = 0; o < outputs; o++) {
                double target = rest + (o == label ? 1 - smoothing : 0);
                gradient[at + o] = (float) ((exponentials[o] / total - target) / all);
            }
        }
        loss = sum / all;
        correct = right;
    }

    void reset() {
        loss = 0;
        correct = 0;
    }

    /** Adds other rows' share of the batch. */
    void absorb(LossHead other) {
        loss += other.loss;
        correct += other.correct;
    }

    /** Squared error against rows × outputs targets, mean over both. */
    public void squaredError(float[] y, float[] targets, int rows) {
        double sum = 0;
        int count = rows * outputs;
        Arrays.fill(squaredErrors, 0);
        for (int b = 0; b < rows; b++) {
            for (int o = 0; o < outputs; o++) {
                double error = (double) y[b * width + o] - targets[b * outputs + o];
                sum += error * error;
                squaredErrors[o] += error * error;
                gradient[b * width + o] = (float) (2 * error / count);
            }
        }
        loss = sum / count;
        correct = 0;
    }
}
