package org.kanworkbench.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.layers.KanParameters;
import org.kanworkbench.dl4j.layers.TensorLayout;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Converts a network's flat parameter row, or a row of equal length such as its moments, to the names and shapes of
 * {@link Model}'s tensors.
 */
public record NamedWeights(MultiLayerNetwork network, INDArray row) {

    private interface OfLayer {
        /** @param view of the row, a parameter of a layer */
        void visit(TensorLayout layout, String parameter, INDArray view);
    }

    /**
     * @param statistics whether running statistics are among what is visited
     * @param ofStem takes the name of a convolution's tensor, and a view of the row
     */
    private void forEach(boolean statistics, OfLayer ofLayer, BiConsumer<String, INDArray> ofStem) {
        INDArray flat = row.reshape(row.length());
        int stages = 0;
        int layers = 0;
        long at = 0;
        for (Layer layer : network.getLayers()) {
            long length = layer.numParams();
            if (length == 0) {
                continue;
            }
            INDArray part = flat.get(NDArrayIndex.interval(at, at + length));
            at += length;
            Map<String, INDArray> views =
                    layer.conf().getLayer().initializer().getGradientsFromFlattened(layer.conf(), part);
            if (layer.conf().getLayer() instanceof KanLayer kan) {
                TensorLayout layout = new TensorLayout(kan.getSpec(), layers++);
                views.forEach((name, view) -> {
                    if (statistics || !KanParameters.isStatistic(name)) {
                        ofLayer.visit(layout, name, view);
                    }
                });
            } else {
                ofStem.accept("stem." + stages + ".weight", views.get(ConvolutionParamInitializer.WEIGHT_KEY));
                ofStem.accept("stem." + stages++ + ".bias", views.get(ConvolutionParamInitializer.BIAS_KEY));
            }
        }
    }

    /** @param statistics whether to include running statistics */
    public Map<String, Tensor> tensors(boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        forEach(
                statistics,
                (layout, parameter, view) -> layout.read(parameter, view, tensors),
                (name, view) -> tensors.put(name, tensor(view)));
        return tensors;
    }

    private static Tensor tensor(INDArray view) {
        long[] shape = view.shape();
        int[] sizes = new int[shape.length];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = (int) shape[d];
        }
        return new Tensor(sizes, view.dup('c').data().asFloat());
    }

    /** Fills the row. Throws IllegalArgumentException for tensors that the model lacks. */
    public void load(Model model, boolean statistics) {
        forEach(
                statistics,
                (layout, parameter, view) -> layout.write(model, parameter, view),
                (name, view) -> view.assign(
                        Nd4j.createFromArray(model.tensor(name).values()).reshape('c', view.shape())));
    }
}
