package org.kanworkbench.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A snapshot of a network: its specification and immutable values. Layer l, counted from 0, has the tensors of
 * {@link LayerTensor}; convolution s, with I and O its channels, has {@code stem.s.weight} [O, I, 3, 3] and
 * {@code stem.s.bias} [O].
 */
public record Model(NetworkSpec network, Map<String, Tensor> tensors) {

    public Model {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The tensor of that name. Throws IllegalArgumentException if the model has none. */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("model has no tensor " + name);
        }
        return tensor;
    }

    /** A layer's values of that tensor; null if it has no such tensor. */
    public float[] values(int layer, LayerTensor tensor) {
        return tensor.isIn(network.layers().get(layer))
                ? tensor(tensor.name(layer)).values()
                : null;
    }
}
