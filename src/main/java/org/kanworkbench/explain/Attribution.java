package org.kanworkbench.explain;

/**
 * What each input of one row contributes to one output of a network, before any softmax. The array is not copied: treat
 * it as frozen.
 *
 * @param values one per input
 * @param output what the network gives for the row
 * @param baselineOutput what it gives for the baseline
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
     * The sum of all contributions less what they should explain, the output less the baseline's: near 0 for Integrated
     * Gradients of enough steps (completeness), of any size for gradient × input.
     */
    public double completenessError() {
        return sum() - (output - baselineOutput);
    }
}
