package org.kanworkbench.dl4j;

import java.util.EnumMap;
import java.util.Map;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Edge weights in either layout: {@code base_weight} [O, I] and {@code basis_weight} [O, I, K] of a {@link Model}, and the
 * columns of Deeplearning4j's matrix, [O][terms][I], the base being the first term.
 */
final class EdgeLayout {

    private EdgeLayout() {}

    private static int baseTerms(LayerSpec spec) {
        return spec.hasBase() ? 1 : 0;
    }

    private static int column(LayerSpec spec, int o, int term, int i) {
        return (o * spec.weightsPerEdge() + term) * spec.inputs() + i;
    }

    /** The tensors of a layer's edges. */
    static Map<LayerTensor, Tensor> tensors(LayerSpec spec, float[] columns) {
        Map<LayerTensor, Tensor> tensors = new EnumMap<>(LayerTensor.class);
        int inputs = spec.inputs();
        int outputs = spec.outputs();
        int learned = spec.learnedTerms();
        float[] base = new float[outputs * inputs];
        float[] basis = new float[outputs * inputs * learned];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                base[o * inputs + i] = columns[column(spec, o, 0, i)];
                for (int k = 0; k < learned; k++) {
                    basis[(o * inputs + i) * learned + k] = columns[column(spec, o, baseTerms(spec) + k, i)];
                }
            }
        }
        if (spec.hasBase()) {
            tensors.put(LayerTensor.BASE_WEIGHT, new Tensor(LayerTensor.BASE_WEIGHT.shape(spec), base));
        }
        if (learned > 0) {
            tensors.put(LayerTensor.BASIS_WEIGHT, new Tensor(LayerTensor.BASIS_WEIGHT.shape(spec), basis));
        }
        return tensors;
    }

    static float[] columns(LayerSpec spec, Model model, int layer) {
        int inputs = spec.inputs();
        int learned = spec.learnedTerms();
        float[] base = spec.hasBase()
                ? model.tensor(LayerTensor.BASE_WEIGHT.name(layer)).values()
                : null;
        float[] basis =
                learned > 0 ? model.tensor(LayerTensor.BASIS_WEIGHT.name(layer)).values() : null;
        float[] columns = new float[spec.outputs() * spec.weightsPerEdge() * inputs];
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < inputs; i++) {
                if (base != null) {
                    columns[column(spec, o, 0, i)] = base[o * inputs + i];
                }
                for (int k = 0; k < learned; k++) {
                    columns[column(spec, o, baseTerms(spec) + k, i)] = basis[(o * inputs + i) * learned + k];
                }
            }
        }
        return columns;
    }
}
