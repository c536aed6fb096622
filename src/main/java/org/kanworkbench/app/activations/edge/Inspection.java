package org.kanworkbench.app.activations.edge;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.Interval;

/**
 * An edge function in full.
 *
 * @param title names of its input and output
 * @param axis title of its input's axis
 * @param units name and standardisation of its input, if it is a table's column
 * @param x points of every curve, slightly beyond the domain
 * @param values f
 * @param slopes its derivative
 * @param inputs input distribution of the edge, if known
 * @param parts [term][point], each term times its coefficient: their sum is f
 */
public record Inspection(
        Edge edge,
        String title,
        String axis,
        Optional<Column> units,
        Interval domain,
        float[] x,
        float[] values,
        float[] slopes,
        float[][] parts,
        List<String> terms,
        float[] coefficients,
        Optional<EdgeInputs> inputs) {

    /** Whether a weight is NaN, so that the curve has a gap. */
    public boolean broken() {
        return IntStream.range(0, coefficients.length).anyMatch(n -> !Float.isFinite(coefficients[n]));
    }
}
