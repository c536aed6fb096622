package org.kanworkbench.quantize.onnx.graph;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Float16;

/** Writes a layer's sums in float, with one product per piece of the expansion: faster than concatenating first. */
record FloatLayer(GraphBuilder graph, Scheme scheme) {

    /** Rows × outputs, including constants. */
    String write(LayerValues layer, String x) {
        String sum = layer.spec.basis() instanceof StretchedBasis basis ? ownOfEdges(layer, basis, x) : null;
        int next = sum == null ? 0 : layer.spec.basis().terms();
        for (Expansion.Piece piece : new Expansion(graph).pieces(layer, x)) {
            List<Integer> terms = layer.terms.subList(next, next + piece.terms());
            next += piece.terms();
            String product = graph.node("MatMul", piece.values(), weights(layer, terms));
            sum = graph.plus(sum, product);
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

    /** The sums of functions that every edge has for itself, rows × outputs. */
    private String ownOfEdges(LayerValues layer, StretchedBasis basis, String x) {
        int inputs = layer.spec.inputs();
        int outputs = layer.spec.outputs();
        Expansion expansion = new Expansion(graph);
        String s = graph.node("Reshape", expansion.scaled(layer, x), graph.longs("shape", -1, 1, inputs));
        String z = graph.node(
                "Div",
                graph.node("Sub", s, edges(layer, LayerTensor.EDGE_SHIFT)),
                edges(layer, LayerTensor.EDGE_STRETCH));
        String sum = null;
        int k = 0;
        for (String function : basis.functions(z, expansion)) {
            String weights = weights(
                    graph,
                    scheme.format(layer.layer, k) instanceof Float16 ? new Float16() : new WeightFormat.Float32(),
                    layer.name("edges." + k),
                    layer.edges(k),
                    outputs,
                    inputs);
            String product = graph.node("Mul", function, weights);
            sum = graph.plus(sum, product);
            k++;
        }
        sum = graph.node("ReduceSum", Map.of("keepdims", 0L), sum, graph.longs("axis", 2));
        // All other terms have been centred by their weights.
        return layer.spec.normalization() == Normalization.LAYER
                ? graph.node("Sub", sum, graph.node("ReduceMean", Map.of("keepdims", 1L), sum, graph.longs("axis", 1)))
                : sum;
    }

    private String edges(LayerValues layer, LayerTensor tensor) {
        return graph.floats(layer.name(tensor), layer.values(tensor), layer.spec.outputs(), layer.spec.inputs());
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

    /** Weights for float arithmetic; half-precision weights are widened when the file is opened. */
    static String weights(GraphBuilder graph, WeightFormat format, String name, float[] values, long... dimensions) {
        return format instanceof Float16
                ? graph.toFloat(graph.halves(name, values, dimensions))
                : graph.floats(name, values, dimensions);
    }
}
