package org.kanworkbench.app.quantize;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeCurves;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.explain.LayerNames;

/**
 * The effect of quantisation on the edge functions of one layer. The array is not copied: treat it as frozen.
 *
 * @param names of the layer's inputs and outputs
 * @param before curves as trained, at even points of the domain
 * @param after curves of the quantised weights, at the same points
 * @param changes root mean square of after less before over the domain, in units of the layer's sums, [output][input]
 * @param most the edges that changed most, in descending order; without unchanged ones
 */
record EdgeChanges(LayerNames names, EdgeCurves before, EdgeCurves after, float[] changes, List<Edge> most) {

    /** Of every curve. */
    private static final int POINTS = 129;

    /** How many edges are listed: more are not looked through. */
    private static final int LISTED = 50;

    static EdgeChanges of(LayerNames names, LayerEdges trained, LayerEdges rounded) {
        float[] x = trained.domain().evenly(POINTS);
        EdgeCurves before = trained.at(x);
        EdgeCurves after = rounded.at(x);
        int inputs = trained.inputs();
        float[] changes = new float[Math.multiplyExact(trained.outputs(), inputs)];
        for (int output = 0; output < trained.outputs(); output++) {
            float[] was = before.ofOutput(output);
            float[] is = after.ofOutput(output);
            for (int input = 0; input < inputs; input++) {
                changes[output * inputs + input] = distance(was, is, input * POINTS);
            }
        }
        List<Edge> most = IntStream.range(0, changes.length)
                .filter(edge -> changes[edge] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(edge -> -changes[edge]))
                .limit(LISTED)
                .map(edge -> new Edge(names.layer(), edge / inputs, edge % inputs))
                .toList();
        return new EdgeChanges(names, before, after, changes, most);
    }

    private static float distance(float[] was, float[] is, int from) {
        double sum = 0;
        for (int p = from; p < from + POINTS; p++) {
            double difference = (double) is[p] - was[p];
            sum += difference * difference;
        }
        return (float) Math.sqrt(sum / POINTS);
    }

    int inputs() {
        return before.layer().inputs();
    }

    int outputs() {
        return before.layer().outputs();
    }

    float change(Edge edge) {
        return changes[edge.output() * inputs() + edge.input()];
    }

    /** Its place among all edges of the layer, from 1, where 1 changed most. */
    int rank(Edge edge) {
        float own = change(edge);
        int rank = 1;
        for (float other : changes) {
            rank += other > own ? 1 : 0;
        }
        return rank;
    }
}
