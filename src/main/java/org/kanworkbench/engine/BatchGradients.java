package org.kanworkbench.engine;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/** A network in training as L-BFGS sees it, on whatever engine: a row of weights, and losses and gradients of batches. */
public interface BatchGradients {

    /** Weights in the row. */
    int size();

    int outputs();

    /** @param to receives the weights */
    void read(double[] to);

    /**
     * @param weights are rounded to float32
     * @param statistics as {@link #statistics} gave them
     */
    void write(double[] weights, List<float[]> statistics);

    /** A copy of the running statistics, which passes move. */
    List<float[]> statistics();

    /**
     * Adds the gradient of the current batch's summed loss, and of what is minimised besides as often.
     *
     * @return what the batch came to
     * @throws NonFiniteException if loss or gradient is not finite
     */
    Outcome add(FullBatch batch, int rows, double[] gradient) throws NonFiniteException;

    /** @param penalty what is minimised besides the loss */
    record Outcome(LossHead.Scores scores, double penalty) {}

    /**
     * What cross-entropy with smoothed targets is more than without: s·(y of the label − the mean y), mean over rows.
     *
     * @param y outputs, rows × width
     */
    static double smoothing(double s, float[] y, int width, int outputs, int[] labels, int rows) {
        double sum = 0;
        for (int b = 0; b < rows; b++) {
            int at = b * width;
            double all = 0;
            for (int o = 0; o < outputs; o++) {
                all += y[at + o];
            }
            sum += y[at + labels[b]] - all / outputs;
        }
        return s * sum / rows;
    }

    /** A row of weights, or of their changes, by the parameters' names. */
    Map<String, Tensor> named(double[] row);

    double[] flat(Map<String, Tensor> named);
}
