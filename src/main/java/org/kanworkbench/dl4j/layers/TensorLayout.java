package org.kanworkbench.dl4j.layers;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Converts between a {@link KanLayer}'s arrays and the tensors of {@link Model}.
 *
 * @param layer index in the model, from 0
 */
public record TensorLayout(LayerSpec spec, int layer) {

    /** Arrays with the same layout in both, by Deeplearning4j's names. Columns of outputs are rows of [O, I]. */
    private static final Map<String, LayerTensor> PLAIN = Map.ofEntries(
            Map.entry(KanParameters.EDGE_SCALE, LayerTensor.BASIS_SCALE),
            Map.entry(KanParameters.EDGE_SHIFT, LayerTensor.EDGE_SHIFT),
            Map.entry(KanParameters.EDGE_STRETCH, LayerTensor.EDGE_STRETCH),
            Map.entry(KanParameters.BIAS, LayerTensor.BIAS),
            Map.entry(KanParameters.BASIS_BIAS, LayerTensor.BASIS_BIAS),
            Map.entry(KanParameters.NORM_SCALE, LayerTensor.NORM_WEIGHT),
            Map.entry(KanParameters.NORM_SHIFT, LayerTensor.NORM_BIAS),
            Map.entry(KanParameters.PRELU, LayerTensor.PRELU),
            Map.entry(KanParameters.SCALING_GAIN, LayerTensor.SCALING_WEIGHT),
            Map.entry(KanParameters.SCALING_SHIFT, LayerTensor.SCALING_BIAS),
            Map.entry(KanParameters.MEAN, LayerTensor.RUNNING_MEAN),
            Map.entry(KanParameters.VARIANCE, LayerTensor.RUNNING_VARIANCE),
            Map.entry(KanParameters.BASIS_VALUES, LayerTensor.BASIS_VALUE));

    /** Adds the tensors of one array to those of a model. */
    public void read(String name, INDArray view, Map<String, Tensor> tensors) {
        float[] columns = view.dup('f').data().asFloat();
        for (LayerTensor tensor : tensors(name)) {
            int[] places = places(tensor);
            float[] values = new float[places.length];
            for (int n = 0; n < values.length; n++) {
                values[n] = columns[places[n]];
            }
            tensors.put(tensor.name(layer), new Tensor(tensor.shape(spec), values));
        }
    }

    /** Fills one array. Throws IllegalArgumentException for a tensor that the model lacks. */
    public void write(Model model, String name, INDArray view) {
        float[] columns = new float[(int) view.length()];
        for (LayerTensor tensor : tensors(name)) {
            float[] values = model.tensor(tensor.name(layer)).values();
            int[] places = places(tensor);
            for (int n = 0; n < places.length; n++) {
                columns[places[n]] = values[n];
            }
        }
        view.assign(Nd4j.createFromArray(columns).castTo(view.dataType()).reshape('f', view.shape()));
    }

    /** The tensors of an array. */
    private LayerTensor[] tensors(String name) {
        return switch (name) {
            case KanParameters.EDGES ->
                Stream.of(LayerTensor.BASE_WEIGHT, LayerTensor.BASIS_WEIGHT)
                        .filter(tensor -> tensor.isIn(spec))
                        .toArray(LayerTensor[]::new);
            case KanParameters.RANGE -> new LayerTensor[] {LayerTensor.RUNNING_MIN, LayerTensor.RUNNING_MAX};
            default -> new LayerTensor[] {PLAIN.get(name)};
        };
    }

    /** Indices of a tensor's values in the array, in column-major order. */
    private int[] places(LayerTensor tensor) {
        return switch (tensor) {
            case BASE_WEIGHT -> edgePlaces(0, 1);
            case BASIS_WEIGHT -> edgePlaces(spec.hasBase() ? 1 : 0, spec.learnedTerms());
            case RUNNING_MAX -> new int[] {1};
            default -> IntStream.range(0, (int) tensor.size(spec)).toArray();
        };
    }

    /** [O, I, K] in columns of [O][terms][I]. */
    private int[] edgePlaces(int first, int count) {
        int[] places = new int[spec.outputs() * spec.inputs() * count];
        int n = 0;
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int k = first; k < first + count; k++) {
                    places[n++] = (o * spec.weightsPerEdge() + k) * spec.inputs() + i;
                }
            }
        }
        return places;
    }
}
