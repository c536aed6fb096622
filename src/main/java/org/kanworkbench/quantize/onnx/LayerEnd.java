package org.kanworkbench.quantize.onnx;

import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;

/** Writes what a layer does with its sums: layer norm and activation. Batch norm is part of the sums, see {@link LayerValues}. */
final class LayerEnd {

    private static final float EPSILON = 1e-5f;

    private final GraphBuilder graph;

    LayerEnd(GraphBuilder graph) {
        this.graph = graph;
    }

    /** @param sums rows × outputs */
    String write(LayerValues layer, String sums) {
        LayerSpec spec = layer.spec;
        String y = sums;
        if (spec.normalization() == Normalization.LAYER) {
            y = graph.node(
                    "LayerNormalization",
                    Map.of("epsilon", EPSILON),
                    y,
                    graph.floats(layer.name("norm.weight"), layer.values("norm.weight"), spec.outputs()),
                    graph.floats(layer.name("norm.bias"), layer.values("norm.bias"), spec.outputs()));
        }
        return spec.activation() == Activation.PRELU
                ? graph.node("PRelu", y, graph.floats(layer.name("prelu"), layer.values("prelu"), 1))
                : new Expansion(graph).activation(spec.activation(), y);
    }
}
