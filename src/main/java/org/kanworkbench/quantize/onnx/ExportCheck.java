package org.kanworkbench.quantize.onnx;

import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.Inference;

/**
 * Compares two networks' outputs on the same rows.
 *
 * @param rows how many
 * @param difference largest absolute difference of any output
 * @param relative largest difference relative to the output, for outputs above 1
 * @param agreeing rows with the same predicted class
 * @param correct rows that the second network classifies correctly
 * @param reference the same for the first network
 */
public record ExportCheck(int rows, double difference, double relative, int agreeing, int correct, int reference) {

    /** Maximum relative difference due to the order of float32 operations; beyond it a graph is wrong. */
    public static final double TOLERANCE = 1e-4;

    /**
     * Compares on all examples.
     *
     * @param outputs number of outputs of both networks
     * @param batch rows per batch
     */
    public static ExportCheck of(Inference first, Inference second, Examples examples, int outputs, int batch) {
        Features features = examples.features();
        float[] x = new float[batch * features.width()];
        float[] expected = new float[batch * outputs];
        float[] actual = new float[batch * outputs];
        Tally tally = new Tally();
        for (int from = 0; from < examples.size(); from += batch) {
            int rows = Math.min(batch, examples.size() - from);
            for (int r = 0; r < rows; r++) {
                features.copyRow(from + r, x, r * features.width());
            }
            first.predict(x, rows, expected);
            second.predict(x, rows, actual);
            for (int r = 0; r < rows; r++) {
                tally.add(expected, actual, r * outputs, outputs, examples.labels()[from + r]);
            }
        }
        return new ExportCheck(
                examples.size(), tally.difference, tally.relative, tally.agreeing, tally.correct, tally.reference);
    }

    private static final class Tally {
        private double difference;
        private double relative;
        private int agreeing;
        private int correct;
        private int reference;

        void add(float[] expected, float[] actual, int at, int outputs, int label) {
            for (int o = at; o < at + outputs; o++) {
                double distance = Math.abs((double) expected[o] - actual[o]);
                difference = Math.max(difference, distance);
                relative = Math.max(relative, distance / Math.max(1, Math.abs(expected[o])));
            }
            int wanted = largest(expected, at, outputs);
            int given = largest(actual, at, outputs);
            agreeing += wanted == given ? 1 : 0;
            correct += given == label ? 1 : 0;
            reference += wanted == label ? 1 : 0;
        }

        private static int largest(float[] values, int at, int count) {
            int best = 0;
            for (int o = 1; o < count; o++) {
                best = values[at + o] > values[at + best] ? o : best;
            }
            return best;
        }
    }
}
