package org.kanworkbench.quantize.onnx;

import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/**
 * Compares two networks' outputs on the same rows.
 *
 * @param rows how many
 * @param difference largest absolute difference of any output; of numbers, in their units
 * @param relative largest difference relative to the output, for outputs above 1, and to what float32 can tell apart
 * @param agreeing rows with the same predicted class; 0 for numbers
 * @param checked scores of the second network
 * @param reference scores of the first network
 */
public record ExportCheck(
        int rows, double difference, double relative, int agreeing, Evaluation checked, Evaluation reference) {

    /** Maximum relative difference due to the order of float32 operations; beyond it a graph is wrong. */
    public static final double TOLERANCE = 1e-4;

    /**
     * Compares on all examples.
     *
     * @param target what both networks predict, numbers standardised
     * @param batch rows per batch
     */
    public static ExportCheck of(Inference first, Inference second, Examples examples, Target target, int batch) {
        Evaluator evaluator = new Evaluator(examples, target, batch);
        Evaluation reference = evaluator.evaluate(first);
        Evaluation checked = evaluator.evaluate(second);
        int outputs = target.names().size();
        double[] unit = new double[outputs];
        double[] least = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            unit[o] = 1;
            least[o] = 1;
            if (target instanceof Target.Numbers numbers) {
                ColumnScaling.Column column = numbers.scaling().columns().get(o);
                unit[o] = column.deviation();
                least[o] = Math.max(1, Math.abs(column.mean()) / column.deviation());
            }
        }
        Features features = examples.features();
        float[] x = new float[batch * features.width()];
        float[] expected = new float[batch * outputs];
        float[] actual = new float[batch * outputs];
        double difference = 0;
        double relative = 0;
        for (int from = 0; from < examples.size(); from += batch) {
            int rows = Math.min(batch, examples.size() - from);
            for (int r = 0; r < rows; r++) {
                features.copyRow(from + r, x, r * features.width());
            }
            first.predict(x, rows, expected);
            second.predict(x, rows, actual);
            for (int at = 0; at < rows * outputs; at++) {
                double distance = Math.abs((double) expected[at] - actual[at]);
                difference = Math.max(difference, distance * unit[at % outputs]);
                relative = Math.max(relative, distance / Math.max(least[at % outputs], Math.abs(expected[at])));
            }
        }
        int agreeing = 0;
        if (reference instanceof Evaluation.Classification one && checked instanceof Evaluation.Classification other) {
            int[] wanted = one.predicted();
            int[] given = other.predicted();
            for (int row = 0; row < wanted.length; row++) {
                agreeing += wanted[row] == given[row] ? 1 : 0;
            }
        }
        return new ExportCheck(examples.size(), difference, relative, agreeing, checked, reference);
    }
}
