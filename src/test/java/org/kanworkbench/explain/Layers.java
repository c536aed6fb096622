package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.tensor.Tensor;

/** Layers of every basis and input scaling, and random values for all of their tensors. */
final class Layers {

    static final int INPUTS = 5;
    static final int OUTPUTS = 4;

    private static final List<Activation> BASE_ACTIVATIONS = List.of(Activation.SILU, Activation.GELU, Activation.ZERO);

    private Layers() {}

    /** Without norm and activation: their outputs are their sums. */
    static Stream<LayerSpec> all() {
        List<LayerSpec> layers = new ArrayList<>();
        for (Basis basis : BasisSamples.usual()) {
            for (InputScaling scaling : InputScaling.values()) {
                int n = layers.size();
                ConstantTerm constant = n % 2 == 0 ? ConstantTerm.PER_EDGE : ConstantTerm.FOLDED;
                layers.add(
                        layer(basis, scaling, BASE_ACTIVATIONS.get(n % BASE_ACTIVATIONS.size()), constant, n % 4 < 2));
            }
        }
        layers.add(layer(new NoBasis(), InputScaling.NONE, Activation.IDENTITY, ConstantTerm.FOLDED, false));
        return layers.stream();
    }

    static LayerSpec layer(
            Basis basis, InputScaling scaling, Activation base, ConstantTerm constant, boolean edgeScale) {
        return new LayerSpec(
                INPUTS,
                OUTPUTS,
                basis,
                scaling,
                base,
                constant,
                true,
                Normalization.NONE,
                Activation.IDENTITY,
                0,
                edgeScale,
                Initialization.KAIMING,
                edgeScale);
    }

    /** A model whose weights, scales, biases and running ranges are all random. */
    static Model random(NetworkSpec network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Network.initialize(network, seed).snapshot().tensors().forEach((name, tensor) -> {
            float[] values = new float[tensor.values().length];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextDouble(-1, 1);
            }
            if (name.endsWith("basis_value")) {
                // Ends of bumps stay in order.
                for (int j = 0; j < values.length; j++) {
                    values[j] = tensor.values()[j] + 0.1f * values[j];
                }
            }
            if (name.endsWith("running_min")) {
                values[0] -= 1.5f;
            }
            if (name.endsWith("running_max")) {
                values[0] += 1.5f;
            }
            if (name.endsWith("running_var")) {
                for (int j = 0; j < values.length; j++) {
                    values[j] = Math.abs(values[j]) + 0.5f;
                }
            }
            tensors.put(name, new Tensor(tensor.shape(), values));
        });
        return new Model(network, tensors);
    }

    static Model random(LayerSpec layer, long seed) {
        return random(new NetworkSpec(List.of(layer)), seed);
    }

    static float[] randomRows(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * width];
        for (int j = 0; j < x.length; j++) {
            x[j] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }
}
