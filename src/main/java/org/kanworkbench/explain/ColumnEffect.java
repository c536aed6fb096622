package org.kanworkbench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;

/**
 * How predictions change with a table's column, all else as it is: its partial dependence. docs/math/importance.md has
 * definition and limitations. Friedman, J.: Greedy Function Approximation. Annals of Statistics 29, 2001.
 *
 * @param words of the column; empty for one of numbers
 * @param values of the column, in its units, ascending; empty for words
 * @param means of the predictions with each word or value: in the target's units, or a class's probability
 */
public record ColumnEffect(List<String> words, double[] values, double[] means) {

    /** Values of a column of numbers, evenly spaced over what the training rows have. */
    private static final int POINTS = 121;

    public static final int MOST_ROWS = 500;

    /**
     * Predicts evenly spaced rows with every value.
     *
     * @param places of the column's inputs, of which words have several
     * @param output of the network, from 0
     * @param batch batch size, as of an {@link org.kanworkbench.training.Evaluator}
     */
    public static ColumnEffect of(
            Inference network,
            Examples examples,
            Target target,
            ColumnScaling scaling,
            List<Integer> places,
            int output,
            int batch) {
        int rows = Math.min(examples.size(), MOST_ROWS);
        int width = examples.features().width();
        float[] x = examples.features().sample(rows);
        List<ColumnScaling.Column> inputs =
                places.stream().map(scaling.columns()::get).toList();
        boolean words = inputs.getFirst().tellsWord();
        double[] values = words ? new double[0] : values(inputs.getFirst());
        double[] means = new double[words ? inputs.size() : values.length];
        for (int p = 0; p < means.length; p++) {
            for (int i = 0; i < inputs.size(); i++) {
                double value = words ? (i == p ? 1 : 0) : values[p];
                ColumnScaling.Column input = inputs.get(i);
                for (int r = 0; r < rows; r++) {
                    x[r * width + places.get(i)] = (float) ((value - input.mean()) / input.deviation());
                }
            }
            means[p] = mean(network, x, rows, target, output, batch);
        }
        List<String> named = words
                ? inputs.stream()
                        .map(input -> input.name().substring(input.name().indexOf(ColumnScaling.WORD) + 1))
                        .toList()
                : List.of();
        return new ColumnEffect(named, values, means);
    }

    private static double[] values(ColumnScaling.Column column) {
        boolean known = !column.range().isEmpty();
        double least = known ? column.range().getFirst() : column.mean() - 2 * column.deviation();
        double most = known ? column.range().getLast() : column.mean() + 2 * column.deviation();
        return IntStream.range(0, POINTS)
                .mapToDouble(p -> least + (most - least) * p / (POINTS - 1))
                .toArray();
    }

    private static double mean(Inference network, float[] x, int rows, Target target, int output, int batch) {
        int width = x.length / rows;
        int outputs = target.names().size();
        float[] y = new float[batch * outputs];
        float[] shares = new float[outputs];
        double sum = 0;
        for (int from = 0; from < rows; from += batch) {
            int count = Math.min(batch, rows - from);
            network.predict(Arrays.copyOfRange(x, from * width, (from + count) * width), count, y);
            for (int r = 0; r < count; r++) {
                sum += switch (target) {
                    case Target.Numbers numbers ->
                        numbers.scaling().columns().get(output).raw(y[r * outputs + output]);
                    case Target.Classes _ -> {
                        Inference.softmax(y, r * outputs, shares, 0, outputs);
                        yield shares[output];
                    }
                };
            }
        }
        return sum / rows;
    }
}
