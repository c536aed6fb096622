package org.kanworkbench.dl4j.layers;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

    private List<LayerTensor> tensors(String name) {
        return KanParameters.TENSORS.get(name).stream()
                .filter(tensor -> tensor.isIn(spec))
                .toList();
    }

    /** Indices of a tensor's values in the array, in column-major order: columns of outputs are rows of [O, I]. */
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
