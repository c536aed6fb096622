package org.kanworkbench.quantize.scheme;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A quantisable tensor: the weights of edges and of convolutions, nearly all of a network.
 *
 * @param name in the model
 * @param layer from 0, or {@link BitRule#STEM}
 * @param terms the terms of its last dimension, numbered as in the basis; for base weights and convolutions a single
 *     one, {@link BitRule#BASE} or {@link BitRule#KERNEL}
 * @param labels of the terms; empty if there is a single one
 * @param product whether its layer is a matrix product or a plain convolution, which integers can compute
 */
public record WeightTensor(String name, int layer, List<Integer> terms, List<String> labels, boolean product) {

    public WeightTensor {
        terms = List.copyOf(terms);
        labels = List.copyOf(labels);
    }

    /**
     * The quantisable tensors of a network, in the order of its tensors, without edge scales, which are multiplied into
     * the coefficients first.
     */
    public static List<WeightTensor> of(NetworkSpec network) {
        List<WeightTensor> tensors = new ArrayList<>();
        if (network.stem() instanceof KanConvolutions convolutions) {
            addKernels(convolutions, tensors);
        }
        if (network.stem() instanceof Convolutions convolutions) {
            for (int s = 0; s < convolutions.channels().size(); s++) {
                tensors.add(single("stem." + s + ".weight", BitRule.STEM, BitRule.KERNEL, true));
            }
        }
        for (int l = 0; l < network.layers().size(); l++) {
            LayerSpec layer = network.layers().get(l);
            if (layer.hasBase()) {
                tensors.add(single(LayerTensor.BASE_WEIGHT.name(l), l, BitRule.BASE, !layer.stretchesEdges()));
            }
            if (layer.learnedTerms() > 0) {
                List<Integer> terms = basisTerms(layer);
                Basis basis = layer.basis();
                tensors.add(new WeightTensor(
                        LayerTensor.BASIS_WEIGHT.name(l),
                        l,
                        terms,
                        terms.stream().map(basis::termName).toList(),
                        !layer.stretchesEdges()));
            }
        }
        return tensors;
    }

    private static void addKernels(KanConvolutions convolutions, List<WeightTensor> tensors) {
        for (int s = 0; s < convolutions.channels().size(); s++) {
            LayerSpec kernels = convolutions.kernels(s);
            if (kernels.hasBase()) {
                String name = KanConvolutions.name(LayerTensor.BASE_WEIGHT, s);
                tensors.add(single(name, BitRule.STEM, BitRule.KERNEL, false));
            }
            Basis basis = kernels.basis();
            if (basis.terms() > 0) {
                tensors.add(new WeightTensor(
                        KanConvolutions.name(LayerTensor.BASIS_WEIGHT, s),
                        BitRule.STEM,
                        Collections.nCopies(basis.terms(), BitRule.KERNEL),
                        IntStream.range(0, basis.terms())
                                .mapToObj(basis::termName)
                                .toList(),
                        false));
            }
        }
    }

    /** The values of the term at one index in this tensor, or in one of its shape. */
    public float[] term(Tensor tensor, int place) {
        float[] values = new float[tensor.values().length / terms.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = tensor.values()[n * terms.size() + place];
        }
        return values;
    }

    /** The format of the weights of the term at one index: float32 where integers are wanted for no product. */
    public WeightFormat format(Scheme scheme, int place) {
        WeightFormat format = scheme.format(layer, terms.get(place));
        return scheme.arithmetic().integers() && !product && format instanceof WeightFormat.Integers
                ? new WeightFormat.Float32()
                : format;
    }

    private static WeightTensor single(String name, int layer, int term, boolean product) {
        return new WeightTensor(name, layer, List.of(term), List.of(""), product);
    }

    /** Basis terms with a weight on every edge, numbered as in the basis. */
    static List<Integer> basisTerms(LayerSpec layer) {
        int all = layer.basis().terms();
        return IntStream.range(all - layer.learnedTerms(), all).boxed().toList();
    }
}
