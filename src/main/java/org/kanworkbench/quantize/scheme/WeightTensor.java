package org.kanworkbench.quantize.scheme;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A tensor that schemes round: the weights of edges and of convolutions, which are nearly all of a network.
 *
 * @param name in the model
 * @param layer from 0, or {@link BitRule#STEM}
 * @param terms what its last dimension stands for, numbered as in the basis; of base weights and convolutions one alone,
 *     {@link BitRule#BASE} or {@link BitRule#KERNEL}
 * @param labels of the terms; empty ones where there is one alone
 */
public record WeightTensor(String name, int layer, List<Integer> terms, List<String> labels) {

    public WeightTensor {
        terms = List.copyOf(terms);
        labels = List.copyOf(labels);
    }

    /** Those of a network, in the order of its tensors. Edge scales are none of them: they are multiplied into the coefficients first. */
    public static List<WeightTensor> of(NetworkSpec network) {
        List<WeightTensor> tensors = new ArrayList<>();
        if (network.stem() instanceof Convolutions convolutions) {
            for (int s = 0; s < convolutions.channels().size(); s++) {
                tensors.add(single("stem." + s + ".weight", BitRule.STEM, BitRule.KERNEL));
            }
        }
        for (int l = 0; l < network.layers().size(); l++) {
            LayerSpec layer = network.layers().get(l);
            if (layer.hasBase()) {
                tensors.add(single(LayerTensor.BASE_WEIGHT.name(l), l, BitRule.BASE));
            }
            if (layer.learnedTerms() > 0) {
                List<Integer> terms = basisTerms(layer);
                Basis basis = layer.basis();
                tensors.add(new WeightTensor(
                        LayerTensor.BASIS_WEIGHT.name(l),
                        l,
                        terms,
                        terms.stream().map(basis::termName).toList()));
            }
        }
        return tensors;
    }

    /** What the term at one place has in the tensor, or in one like it. */
    public float[] term(Tensor tensor, int place) {
        float[] values = new float[tensor.values().length / terms.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = tensor.values()[n * terms.size() + place];
        }
        return values;
    }

    private static WeightTensor single(String name, int layer, int term) {
        return new WeightTensor(name, layer, List.of(term), List.of(""));
    }

    /** Basis terms that have a weight on every edge, numbered as in the basis. */
    static List<Integer> basisTerms(LayerSpec layer) {
        int all = layer.basis().terms();
        return IntStream.range(all - layer.learnedTerms(), all).boxed().toList();
    }
}
