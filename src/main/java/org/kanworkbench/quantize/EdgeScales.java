package org.kanworkbench.quantize;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/** Multiplies edge scales into the coefficients of their edges before quantisation, as they only help training. */
public final class EdgeScales {

    private EdgeScales() {}

    /** An equivalent model without edge scales; the model itself if it has none. */
    public static Model folded(Model model) {
        if (model.network().layers().stream().noneMatch(LayerSpec::hasEdgeScale)) {
            return model;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        for (int l = 0; l < model.network().layers().size(); l++) {
            Tensor scale = tensors.remove(name(l));
            if (scale != null) {
                tensors.compute(LayerTensor.BASIS_WEIGHT.name(l), (_, weights) -> product(weights, scale));
            }
        }
        return new Model(
                model.network()
                        .withLayers(model.network().layers().stream()
                                .map(layer -> layer.with(LayerField.EDGE_SCALE, false))
                                .toList()),
                tensors);
    }

    static String name(int layer) {
        return LayerTensor.BASIS_SCALE.name(layer);
    }

    /** @param weights [O, I, K] */
    private static Tensor product(Tensor weights, Tensor scale) {
        float[] values = weights.values().clone();
        int terms = weights.shape()[2];
        for (int n = 0; n < values.length; n++) {
            values[n] *= scale.values()[n / terms];
        }
        return new Tensor(weights.shape(), values);
    }
}
