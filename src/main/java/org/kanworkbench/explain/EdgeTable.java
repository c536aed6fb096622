package org.kanworkbench.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.network.Limits;

/**
 * Writes edge functions of one layer as CSV: a header, then one line per point, edge by edge. Columns: layer, output,
 * input, importance if measured, x, value, base if the layer has one, and the contribution of each basis function.
 * Outputs and inputs are counted from 0, like classes and pixels.
 *
 * @param name value of the first column, for instance the layer's number
 * @param outputs outputs whose edges are written
 * @param inputs of each of them
 * @param points per curve, over the layer's domain
 */
public record EdgeTable(
        String name, LayerEdges layer, int[] outputs, int[] inputs, int points, Optional<Importance> importance) {

    public static final int MOST_POINTS = 10_000;

    public EdgeTable {
        Limits.count("points", points, 2, MOST_POINTS);
        for (int output : outputs) {
            LayerEdges.checked("output", output, layer.outputs());
        }
        for (int input : inputs) {
            LayerEdges.checked("input", input, layer.inputs());
        }
    }

    public int edges() {
        return Math.multiplyExact(outputs.length, inputs.length);
    }

    /** The lines without the header. */
    public long lines() {
        return (long) edges() * points;
    }

    public void writeTo(Appendable out) throws IOException {
        List<String> columns = new ArrayList<>(List.of("layer", "output", "input"));
        if (importance.isPresent()) {
            columns.add("importance");
        }
        columns.add("x");
        columns.add("value");
        columns.addAll(layer.termNames());
        out.append(String.join(",", columns)).append('\n');
        EdgeCurves curves = layer.at(layer.domain().evenly(points));
        float[] x = curves.x();
        for (int output : outputs) {
            for (int input : inputs) {
                writeEdge(out, curves, x, output, input);
            }
        }
    }

    private void writeEdge(Appendable out, EdgeCurves curves, float[] x, int output, int input) throws IOException {
        float[] values = curves.values(output, input);
        float[][] parts = curves.parts(output, input);
        String start = name + "," + output + "," + input + ","
                + importance.map(measured -> measured.of(output, input) + ",").orElse("");
        for (int p = 0; p < points; p++) {
            out.append(start).append(Float.toString(x[p])).append(',').append(Float.toString(values[p]));
            for (float[] part : parts) {
                out.append(',').append(Float.toString(part[p]));
            }
            out.append('\n');
        }
    }
}
