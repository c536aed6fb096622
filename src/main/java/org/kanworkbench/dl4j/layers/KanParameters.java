package org.kanworkbench.dl4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays of a {@link KanLayer} in its slice of the network's flat parameter row, consecutive and each in
 * column-major order. {@link #EDGES} is [terms·inputs][outputs]: row t·inputs + i holds the weights of input i's term
 * t, the base first if there is one, then the basis functions. Running statistics are included, as in Deeplearning4j's
 * batch norm, so that files contain them.
 */
public final class KanParameters implements ParamInitializer {

    /** [terms·inputs][outputs] */
    public static final String EDGES = "W";
    /** [inputs][outputs], the scale of an edge's basis functions. */
    public static final String EDGE_SCALE = "scale";
    /** [inputs][outputs], what an edge subtracts from the basis's argument, and what it divides it by. */
    public static final String EDGE_SHIFT = "edgeShift";

    public static final String EDGE_STRETCH = "edgeStretch";
    /** [1][outputs], as are all that follow unless stated otherwise. */
    public static final String BIAS = "b";

    public static final String BASIS_BIAS = "basisBias";
    public static final String NORM_SCALE = "gamma";
    public static final String NORM_SHIFT = "beta";
    /** [1][1] */
    public static final String PRELU = "prelu";

    /** [1][inputs], gain and shift of the inputs' layer norm. */
    public static final String SCALING_GAIN = "scalingGamma";

    public static final String SCALING_SHIFT = "scalingBeta";

    /** One row, the basis's values. */
    public static final String BASIS_VALUES = "basisValues";

    public static final String MEAN = "mean";
    public static final String VARIANCE = "var";
    /** [1][2], minimum and maximum. */
    public static final String RANGE = "range";

    private static final Set<String> STATISTICS = Set.of(MEAN, VARIANCE, RANGE);
    private static final Set<String> WEIGHTS = Set.of(EDGES, EDGE_SCALE);

    /** Whether a parameter is a running statistic rather than trained. */
    public static boolean isStatistic(String name) {
        return STATISTICS.contains(name);
    }

    /** All arrays, in order, and the tensors of {@link Model} that each holds. */
    static final SequencedMap<String, List<LayerTensor>> TENSORS = tensors();

    private static SequencedMap<String, List<LayerTensor>> tensors() {
        SequencedMap<String, List<LayerTensor>> tensors = new LinkedHashMap<>();
        tensors.put(EDGES, List.of(LayerTensor.BASE_WEIGHT, LayerTensor.BASIS_WEIGHT));
        tensors.put(EDGE_SCALE, List.of(LayerTensor.BASIS_SCALE));
        tensors.put(EDGE_SHIFT, List.of(LayerTensor.EDGE_SHIFT));
        tensors.put(EDGE_STRETCH, List.of(LayerTensor.EDGE_STRETCH));
        tensors.put(BIAS, List.of(LayerTensor.BIAS));
        tensors.put(BASIS_BIAS, List.of(LayerTensor.BASIS_BIAS));
        tensors.put(NORM_SCALE, List.of(LayerTensor.NORM_WEIGHT));
        tensors.put(NORM_SHIFT, List.of(LayerTensor.NORM_BIAS));
        tensors.put(PRELU, List.of(LayerTensor.PRELU));
        tensors.put(SCALING_GAIN, List.of(LayerTensor.SCALING_WEIGHT));
        tensors.put(SCALING_SHIFT, List.of(LayerTensor.SCALING_BIAS));
        tensors.put(BASIS_VALUES, List.of(LayerTensor.BASIS_VALUE));
        tensors.put(MEAN, List.of(LayerTensor.RUNNING_MEAN));
        tensors.put(VARIANCE, List.of(LayerTensor.RUNNING_VARIANCE));
        tensors.put(RANGE, List.of(LayerTensor.RUNNING_MIN, LayerTensor.RUNNING_MAX));
        return tensors;
    }

    /** [rows, columns] of every parameter of the layer, in order: a column an output for those of edges, else one row. */
    static Map<String, long[]> shapes(LayerSpec spec) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        TENSORS.forEach((name, tensors) -> {
            List<LayerTensor> there =
                    tensors.stream().filter(tensor -> tensor.isIn(spec)).toList();
            if (!there.isEmpty()) {
                long values =
                        there.stream().mapToLong(tensor -> tensor.size(spec)).sum();
                long rows = there.getFirst().shape(spec).length > 1 ? values / spec.outputs() : 1;
                shapes.put(name, new long[] {rows, values / rows});
            }
        });
        return shapes;
    }

    private static LayerSpec spec(Layer layer) {
        return ((KanLayer) layer).getSpec();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return shapes(spec(layer)).values().stream()
                .mapToLong(shape -> shape[0] * shape[1])
                .sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return new ArrayList<>(shapes(spec(layer)).keySet());
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream().filter(WEIGHTS::contains).toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(name -> isBiasParam(layer, name))
                .toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String name) {
        return WEIGHTS.contains(name);
    }

    @Override
    public boolean isBiasParam(Layer layer, String name) {
        return !WEIGHTS.contains(name) && !isStatistic(name);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray row, boolean initialize) {
        Map<String, INDArray> views = views(conf, row);
        views.keySet().forEach(conf::addVariable);
        if (initialize) {
            LayerSpec spec = spec(conf.getLayer());
            Model fresh = Network.initialize(
                            new NetworkSpec(List.of(spec)), Nd4j.getRandom().nextLong())
                    .snapshot();
            TensorLayout layout = new TensorLayout(spec, 0);
            views.forEach((name, view) -> layout.write(fresh, name, view));
        }
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray row) {
        return views(conf, row);
    }

    private static Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray row) {
        INDArray flat = row.reshape(row.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, long[]> parameter : shapes(spec(conf.getLayer())).entrySet()) {
            long[] shape = parameter.getValue();
            long length = shape[0] * shape[1];
            views.put(
                    parameter.getKey(),
                    flat.get(NDArrayIndex.interval(at, at + length)).reshape('f', shape));
            at += length;
        }
        return views;
    }
}
