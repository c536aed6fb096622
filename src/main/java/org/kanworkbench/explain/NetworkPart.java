package org.kanworkbench.explain;

import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.Model;

/** A part of a network that computes a number from every row: an edge, or a unit. */
public sealed interface NetworkPart permits Edge, Unit {

    /**
     * What it comes to at every row of a sample: for an edge its function's value, for a unit what the next layer takes from
     * it, for an output its logit or number.
     */
    default float[] values(Model model, Sample sample) {
        float[] values = new float[sample.rows()];
        int[] done = {0};
        LayerEdges edges =
                this instanceof Edge edge ? LayerEdges.of(model, edge.layer(), EdgeFunctions.UNMEASURED) : null;
        sample.through(model, () -> true, (met, rows) -> {
            float[] batch = switch (this) {
                case Edge edge -> {
                    float[] x = column(met.inputs(edge.layer()), edge.input(), rows);
                    float[] s = column(met.scaled(edge.layer()), edge.input(), rows);
                    EdgeTerms terms = edges.terms().of(edge.output(), edge.input());
                    float[] sums = new float[rows];
                    edges.addTo(sums, 0, edges.edge(edge.output(), edge.input()), terms.values(x, s, _ -> 0), rows);
                    yield sums;
                }
                case Unit unit ->
                    column(
                            unit.level() == model.network().layers().size() ? met.outputs() : met.inputs(unit.level()),
                            unit.unit(),
                            rows);
            };
            System.arraycopy(batch, 0, values, done[0], rows);
            done[0] += rows;
        });
        return values;
    }

    private static float[] column(float[] table, int at, int rows) {
        int width = table.length / rows;
        float[] column = new float[rows];
        for (int r = 0; r < rows; r++) {
            column[r] = table[r * width + at];
        }
        return column;
    }
}
