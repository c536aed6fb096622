package org.kanworkbench.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A network at one moment: its specification and frozen values. Tensors of layer l, from 0, are those of {@link LayerTensor};
 * convolution s, with I and O its channels, has {@code stem.s.weight} [O, I, 3, 3] and {@code stem.s.bias} [O].
 */
public record Model(NetworkSpec network, Map<String, Tensor> tensors) {

    public Model {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The tensor of that name; an IllegalArgumentException if the model has none. */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("model has no tensor " + name);
        }
        return tensor;
    }
}
