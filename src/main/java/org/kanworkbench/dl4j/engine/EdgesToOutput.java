package org.kanworkbench.dl4j.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;

/** Extracts the edges to one output of a model, as {@link org.kanworkbench.engine.Network#edgesTo} does. */
final class EdgesToOutput {

    private EdgesToOutput() {}

    static Model of(Model model, int layer, int output) {
        LayerSpec spec = model.network().layers().get(layer);
        LayerSpec one = spec.withSizes(spec.inputs(), 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (LayerTensor tensor : LayerTensor.EDGES) {
            if (tensor.isIn(spec)) {
                float[] all = model.tensor(tensor.name(layer)).values();
                int length = (int) tensor.size(one);
                int from = all.length > length ? output * length : 0;
                tensors.put(
                        tensor.name(0), new Tensor(tensor.shape(one), Arrays.copyOfRange(all, from, from + length)));
            }
        }
        return new Model(new NetworkSpec(List.of(one)), tensors);
    }
}
