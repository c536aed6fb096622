package org.kanworkbench.explain;

import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** One edge of a network: a layer, one of its outputs and one of its inputs, all counted from 0. */
public record Edge(int layer, int output, int input) implements NetworkPart {

    @Override
    public boolean isIn(NetworkSpec network) {
        if (layer >= network.layers().size()) {
            return false;
        }
        LayerSpec spec = network.layers().get(layer);
        return output < spec.outputs() && input < spec.inputs();
    }

    @Override
    public float[] values(Model model, Sample sample) {
        LayerEdges edges = new LayerEdges(model, layer, EdgeFunctions.UNMEASURED);
        EdgeTerms terms = edges.terms().of(output, input);
        return NetworkPart.through(model, sample, (met, rows) -> {
            float[] x = NetworkPart.column(met.inputs(layer), input, rows);
            float[] s = NetworkPart.column(met.scaled(layer), input, rows);
            float[] sums = new float[rows];
            edges.addTo(sums, 0, edges.edge(output, input), terms.values(x, s, _ -> 0), rows);
            return sums;
        });
    }
}
