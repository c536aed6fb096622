package org.kanworkbench.explain;

/**
 * The attribution of one output of a network, before any softmax, to each input of one row. The array is not copied:
 * treat it as frozen.
 *
 * @param values one per input
 * @param output the network's output for the row
 * @param baselineOutput its output for the baseline
 */
public record Attribution(float[] values, double output, double baselineOutput) {

    public double sum() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * The completeness error: the sum of all contributions minus the difference between output and baseline output. It
     * is near 0 for Integrated Gradients with enough steps, and unbounded for gradient × input.
     */
    public double completenessError() {
        return sum() - (output - baselineOutput);
    }
}
