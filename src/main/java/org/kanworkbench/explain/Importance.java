package org.kanworkbench.explain;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kanworkbench.network.Model;

/**
 * The edge importance of a layer: the mean of |f(x)| over a data sample, in units of the layer's sums.
 * docs/math/importance.md has definition, cost and limitations. The array is not copied: treat it as frozen.
 *
 * @param values [output][input]
 */
public record Importance(int outputs, int inputs, float[] values) {

    /** Means too large for a float are no numbers either: beside them no other would show. */
    public Importance {
        for (int e = 0; e < values.length; e++) {
            values[e] = Float.isFinite(values[e]) ? values[e] : Float.NaN;
        }
    }

    /**
     * Measures all layers in one pass over the sample.
     *
     * @param proceed checked before every batch of rows; false cancels
     * @return one per layer; empty if cancelled
     */
    public static Optional<List<Importance>> ofLayers(Model model, Sample sample, BooleanSupplier proceed) {
        EdgeFunctions edges = new EdgeFunctions(model);
        List<Contributions> sums = IntStream.range(0, model.network().layers().size())
                .mapToObj(l -> new Contributions(edges.layer(l)))
                .toList();
        boolean complete = sample.through(model, proceed, (met, rows) -> {
            for (int l = 0; l < sums.size(); l++) {
                sums.get(l).add(met.inputs(l), met.scaled(l), rows, background(sample, model, l));
            }
        });
        return complete ? Optional.of(sums.stream().map(Contributions::mean).toList()) : Optional.empty();
    }

    /** The value of many of a layer's inputs; NaN for none. */
    private static float background(Sample sample, Model model, int layer) {
        boolean own = layer == 0 && model.network().layers().getFirst().inputs() == sample.inputs();
        return own ? (float) sample.background().orElse(Double.NaN) : Float.NaN;
    }

    /** The importance of one edge. */
    public float of(int output, int input) {
        return values[
                LayerEdges.checked("output", output, outputs) * inputs + LayerEdges.checked("input", input, inputs)];
    }

    /** The inputs of one output's edges, most important first, NaN last. */
    public int[] strongest(int output) {
        int from = LayerEdges.checked("output", output, outputs) * inputs;
        return IntStream.range(0, inputs)
                .boxed()
                .sorted((a, b) -> Float.compare(rank(from + b), rank(from + a)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private float rank(int edge) {
        return Float.isNaN(values[edge]) ? -1 : values[edge];
    }
}
