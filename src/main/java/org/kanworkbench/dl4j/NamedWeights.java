package org.kanworkbench.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
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

    private interface Visitor {
        /**
         * @param index among the convolutions, or among the layers after them
         * @param views of the layer's slice of the row, by Deeplearning4j's names
         */
        void visit(int index, Layer layer, Map<String, INDArray> views);
    }

    private void forEachLayer(Visitor visitor) {
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
            boolean stage = layer.conf().getLayer() instanceof ConvolutionLayer;
            visitor.visit(stage ? stages++ : layers++, layer, views);
        }
    }

    /** @param statistics whether to include running statistics */
    public Map<String, Tensor> tensors(boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        forEachLayer((index, layer, views) -> {
            if (layer.conf().getLayer() instanceof KanLayer kan) {
                TensorLayout layout = new TensorLayout(kan.getSpec(), index);
                views.forEach((name, view) -> {
                    if (statistics || !KanParameters.isStatistic(name)) {
                        layout.read(name, view, tensors);
                    }
                });
            } else {
                tensors.put("stem." + index + ".weight", tensor(views.get(ConvolutionParamInitializer.WEIGHT_KEY)));
                tensors.put("stem." + index + ".bias", tensor(views.get(ConvolutionParamInitializer.BIAS_KEY)));
            }
        });
        return tensors;
    }

    private static Tensor tensor(INDArray view) {
        long[] shape = view.shape();
        int[] sizes = new int[shape.length];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = (int) shape[d];
        }
        return new Tensor(sizes, rowMajor(view));
    }

    private static float[] rowMajor(INDArray view) {
        return view.dup('c').data().asFloat();
    }

    /** Fills the row. Throws IllegalArgumentException for tensors that the model lacks. */
    public void load(Model model, boolean statistics) {
        forEachLayer((index, layer, views) -> {
            if (layer.conf().getLayer() instanceof KanLayer kan) {
                TensorLayout layout = new TensorLayout(kan.getSpec(), index);
                views.forEach((name, view) -> {
                    if (statistics || !KanParameters.isStatistic(name)) {
                        layout.write(model, name, view);
                    }
                });
            } else {
                INDArray weights = views.get(ConvolutionParamInitializer.WEIGHT_KEY);
                weights.assign(array(model.tensor("stem." + index + ".weight").values())
                        .reshape('c', weights.shape()));
                INDArray bias = views.get(ConvolutionParamInitializer.BIAS_KEY);
                bias.assign(
                        array(model.tensor("stem." + index + ".bias").values()).reshape('c', bias.shape()));
            }
        });
    }

    private static INDArray array(float[] values) {
        return Nd4j.createFromArray(values);
    }
}
