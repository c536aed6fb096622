package org.kanworkbench.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network at one moment: its specification and frozen values. Tensor names, for layer l from 0, with O outputs,
 * I inputs and K learned basis terms:
 *
 * <ul>
 *   <li>{@code stem.s.weight} [O, I, 3, 3], {@code stem.s.bias} [O] of convolution s, I and O its channels
 *   <li>{@code layers.l.base_weight} [O, I], {@code layers.l.basis_weight} [O, I, K], {@code layers.l.basis_scale} [O, I],
 *       {@code layers.l.bias} [O], {@code layers.l.basis_bias} [O]
 *   <li>{@code layers.l.norm.weight} [O], {@code layers.l.norm.bias} [O], {@code layers.l.prelu} [1]
 *   <li>not trained: {@code layers.l.norm.running_mean} [O], {@code layers.l.norm.running_var} [O],
 *       {@code layers.l.scaling.running_min} [1], {@code layers.l.scaling.running_max} [1]
 * </ul>
 *
 * Only what the layer's specification asks for is there.
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
