package org.kanworkbench.quantize.onnx.graph;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Float16;

/** Writes a layer's sums in float, one product for every piece of the expansion: faster than joining the pieces first. */
final class FloatLayer {

    private static final long TO_FLOAT = 1;

    private final GraphBuilder graph;
    private final Scheme scheme;

    FloatLayer(GraphBuilder graph, Scheme scheme) {
        this.graph = graph;
        this.scheme = scheme;
    }

    /** Rows × outputs, constants included. */
    String write(LayerValues layer, String x) {
        String sum = null;
        int next = 0;
        for (Expansion.Piece piece : new Expansion(graph).pieces(layer, x)) {
            List<Integer> terms = layer.terms.subList(next, next + piece.terms());
            next += piece.terms();
            String product = graph.node("MatMul", piece.values(), weights(layer, terms));
            sum = sum == null ? product : graph.node("Add", sum, product);
        }
        int outputs = layer.spec.outputs();
        if (layer.spec.normalization() == Normalization.BATCH) {
            double[] factors = layer.factors();
            float[] values = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                values[o] = (float) factors[o];
            }
            sum = graph.node("Mul", sum, graph.floats(layer.name("factor"), values, outputs));
        }
        return graph.node(
                "Add", sum, graph.floats(layer.name(LayerTensor.BIAS), layer.shifts(new double[outputs]), outputs));
    }

    private String weights(LayerValues layer, List<Integer> terms) {
        boolean half = terms.stream().allMatch(term -> scheme.format(layer.layer, term) instanceof Float16);
        return weights(
                graph,
                half ? new Float16() : new WeightFormat.Float32(),
                layer.name("weight"),
                layer.matrix(terms),
                (long) terms.size() * layer.spec.inputs(),
                layer.spec.outputs());
    }

    /** Weights to be used in float; in half precision they are widened as the file is opened. */
    static String weights(GraphBuilder graph, WeightFormat format, String name, float[] values, long... dimensions) {
        return format instanceof Float16
                ? graph.node("Cast", Map.of("to", TO_FLOAT), graph.halves(name, values, dimensions))
                : graph.floats(name, values, dimensions);
    }
}
