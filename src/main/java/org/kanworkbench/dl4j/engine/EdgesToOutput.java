package org.kanworkbench.dl4j.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Tensor;

/** Cuts the edges to one output out of a model, as {@link org.kanworkbench.engine.Network#edgesTo} does. */
final class EdgesToOutput {

    /** One row an output. */
    private static final List<String> PER_OUTPUT = List.of("base_weight", "basis_weight", "basis_scale");

    private static final List<String> WHOLE = List.of("scaling.running_min", "scaling.running_max");

    private EdgesToOutput() {}

    static Model of(Model model, int layer, int output) {
        LayerSpec spec = model.network().layers().get(layer);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : PER_OUTPUT) {
            Tensor all = model.tensors().get("layers." + layer + "." + name);
            if (all != null) {
                int[] shape = all.shape().clone();
                shape[0] = 1;
                int length = all.values().length / spec.outputs();
                float[] row = Arrays.copyOfRange(all.values(), output * length, (output + 1) * length);
                tensors.put("layers.0." + name, new Tensor(shape, row));
            }
        }
        for (String name : WHOLE) {
            Tensor tensor = model.tensors().get("layers." + layer + "." + name);
            if (tensor != null) {
                tensors.put("layers.0." + name, tensor);
            }
        }
        return new Model(new NetworkSpec(List.of(spec.withSizes(spec.inputs(), 1))), tensors);
    }
}
