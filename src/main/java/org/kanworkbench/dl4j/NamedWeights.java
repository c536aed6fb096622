package org.kanworkbench.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.layers.KanParameters;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's one row of parameters, or another row as long, for instance its moments, by the names and in the shapes of
 * {@link Model}'s tensors.
 */
public final class NamedWeights {

    /** Our names of arrays that are the same in either layout, by Deeplearning4j's. */
    private static final Map<String, String> PLAIN = Map.of(
            KanParameters.BIAS, "bias",
            KanParameters.BASIS_BIAS, "basis_bias",
            KanParameters.NORM_SCALE, "norm.weight",
            KanParameters.NORM_SHIFT, "norm.bias",
            KanParameters.PRELU, "prelu",
            KanParameters.MEAN, "norm.running_mean",
            KanParameters.VARIANCE, "norm.running_var");

    private static final String SCALE = "basis_scale";
    private static final String RUNNING_MIN = "scaling.running_min";
    private static final String RUNNING_MAX = "scaling.running_max";

    private final MultiLayerNetwork network;
    private final INDArray row;

    public NamedWeights(MultiLayerNetwork network, INDArray row) {
        this.network = network;
        this.row = row;
    }

    private interface Visitor {
        /** @param views of the layer's part of the row, by Deeplearning4j's names */
        void visit(String prefix, Layer layer, Map<String, INDArray> views);
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
            visitor.visit(stage ? "stem." + stages++ + "." : "layers." + layers++ + ".", layer, views);
        }
    }

    /** @param statistics whether running statistics are among them */
    public Map<String, Tensor> tensors(boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        forEachLayer((prefix, layer, views) -> {
            if (layer.conf().getLayer() instanceof KanLayer kan) {
                views.forEach((name, view) -> {
                    if (statistics || !KanParameters.isStatistic(name)) {
                        put(prefix, kan.getSpec(), name, view, tensors);
                    }
                });
            } else {
                tensors.put(prefix + "weight", tensor(views.get(ConvolutionParamInitializer.WEIGHT_KEY)));
                tensors.put(prefix + "bias", tensor(views.get(ConvolutionParamInitializer.BIAS_KEY)));
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

    private static void put(String prefix, LayerSpec spec, String name, INDArray view, Map<String, Tensor> tensors) {
        switch (name) {
            case KanParameters.EDGES ->
                EdgeLayout.tensors(spec, columns(view)).forEach((part, tensor) -> tensors.put(prefix + part, tensor));
            case KanParameters.EDGE_SCALE ->
                // Columns of outputs are rows of [O, I].
                tensors.put(prefix + SCALE, new Tensor(new int[] {spec.outputs(), spec.inputs()}, columns(view)));
            case KanParameters.RANGE -> {
                float[] ends = columns(view);
                tensors.put(prefix + RUNNING_MIN, new Tensor(new int[] {1}, new float[] {ends[0]}));
                tensors.put(prefix + RUNNING_MAX, new Tensor(new int[] {1}, new float[] {ends[1]}));
            }
            default -> {
                float[] values = columns(view);
                tensors.put(prefix + PLAIN.get(name), new Tensor(new int[] {values.length}, values));
            }
        }
    }

    /** In column-major order. */
    private static float[] columns(INDArray view) {
        return view.dup('f').data().asFloat();
    }

    /** Fills the row; tensors that the model lacks are refused with an IllegalArgumentException of one line. */
    public void load(Model model, boolean statistics) {
        forEachLayer((prefix, layer, views) -> {
            if (layer.conf().getLayer() instanceof KanLayer kan) {
                views.forEach((name, view) -> {
                    if (statistics || !KanParameters.isStatistic(name)) {
                        load(prefix, kan.getSpec(), name, model, view);
                    }
                });
            } else {
                INDArray weights = views.get(ConvolutionParamInitializer.WEIGHT_KEY);
                weights.assign(array(model.tensor(prefix + "weight").values()).reshape('c', weights.shape()));
                INDArray bias = views.get(ConvolutionParamInitializer.BIAS_KEY);
                bias.assign(array(model.tensor(prefix + "bias").values()).reshape('c', bias.shape()));
            }
        });
    }

    private static INDArray array(float[] values) {
        return Nd4j.createFromArray(values);
    }

    private static void load(String prefix, LayerSpec spec, String name, Model model, INDArray view) {
        float[] columns = switch (name) {
            case KanParameters.EDGES -> EdgeLayout.columns(spec, model, prefix);
            case KanParameters.EDGE_SCALE -> model.tensor(prefix + SCALE).values();
            case KanParameters.RANGE ->
                new float[] {
                    model.tensor(prefix + RUNNING_MIN).values()[0],
                    model.tensor(prefix + RUNNING_MAX).values()[0]
                };
            default -> model.tensor(prefix + PLAIN.get(name)).values();
        };
        view.assign(array(columns).castTo(view.dataType()).reshape('f', view.shape()));
    }
}
