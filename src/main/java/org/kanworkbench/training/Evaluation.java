package org.kanworkbench.training;

/**
 * A network scored on labelled examples.
 *
 * @param correct rows whose largest output is their label
 * @param loss mean cross-entropy over rows
 * @param confusion [label][predicted] counts
 * @param predicted the predicted class of every row, in order
 */
public record Evaluation(int correct, int total, double loss, int[][] confusion, int[] predicted, double seconds) {

    public double accuracy() {
        return total == 0 ? 0 : (double) correct / total;
    }
}
