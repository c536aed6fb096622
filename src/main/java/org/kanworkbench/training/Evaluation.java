package org.kanworkbench.training;

/**
 * The scores of a network on labelled examples.
 *
 * @param correct number of correctly classified samples
 * @param loss mean cross-entropy
 * @param confusion [label][predicted] counts
 * @param predicted the predicted class of every sample, in order
 */
public record Evaluation(int correct, int total, double loss, int[][] confusion, int[] predicted, double seconds) {

    public double accuracy() {
        return total == 0 ? 0 : (double) correct / total;
    }
}
