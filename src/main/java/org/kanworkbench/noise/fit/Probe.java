package org.kanworkbench.noise.fit;

import java.util.List;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.function.Range;

/** Probe inputs to compare models with the true function: along one input, or over two. */
public final class Probe {

    private Probe() {}

    /** The middle of every input's range, as the value of inputs that a plot does not show. */
    public static double[] middle(PointSource source) {
        return source.domain().stream().mapToDouble(Range::middle).toArray();
    }

    /**
     * A slice along one input's range.
     *
     * @param at values of the other inputs
     * @return points × inputs, row-major
     */
    public static double[] line(PointSource source, int input, double[] at, int points) {
        int inputs = source.inputs();
        double[] x = new double[points * inputs];
        for (int p = 0; p < points; p++) {
            System.arraycopy(at, 0, x, p * inputs, inputs);
            x[p * inputs + input] = source.domain().get(input).at(p / (points - 1.0));
        }
        return x;
    }

    /**
     * An even grid over the ranges of two inputs, for a heat map: its first row at the top, where the second input is
     * largest.
     *
     * @param at values of the other inputs
     * @return (rows × columns) × inputs, row-major
     */
    public static double[] plane(PointSource source, int across, int up, double[] at, int columns, int rows) {
        int inputs = source.inputs();
        List<Range> domain = source.domain();
        double[] x = new double[rows * columns * inputs];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int from = (r * columns + c) * inputs;
                System.arraycopy(at, 0, x, from, inputs);
                x[from + across] = domain.get(across).at(c / (columns - 1.0));
                x[from + up] = domain.get(up).at(1 - r / (rows - 1.0));
            }
        }
        return x;
    }

    /** The true outputs at such rows; NaN if the target is not a function. */
    public static double[] truth(PointSource source, double[] x) {
        return Points.of(source.inputs(), x, row -> source.truth(row).orElse(Double.NaN))
                .y();
    }
}
