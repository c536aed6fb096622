package org.kanworkbench.dl4j.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.kanworkbench.engine.grid.SplineNoise;
import org.kanworkbench.network.InitialBounds;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.basis.BSpline;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays of a {@link KanLayer} in its part of the network's one row of parameters, one after the other and each in
 * column-major order. {@link #EDGES} is [terms·inputs][outputs]: row t·inputs + i holds the weights of input i's term t, the
 * base first where there is one, then the basis functions. Running statistics are among them, as Deeplearning4j has it for
 * its batch norm: files then hold them too.
 */
public final class KanParameters implements ParamInitializer {

    /** [terms·inputs][outputs] */
    public static final String EDGES = "W";
    /** [inputs][outputs], what the weights of an edge's basis functions are multiplied by. */
    public static final String EDGE_SCALE = "scale";
    /** [1][outputs], like all that follow but where it says so. */
    public static final String BIAS = "b";

    public static final String BASIS_BIAS = "basisBias";
    public static final String NORM_SCALE = "gamma";
    public static final String NORM_SHIFT = "beta";
    /** [1][1] */
    public static final String PRELU = "prelu";

    public static final String MEAN = "mean";
    public static final String VARIANCE = "var";
    /** [1][2], minimum and maximum. */
    public static final String RANGE = "range";

    private static final Set<String> STATISTICS = Set.of(MEAN, VARIANCE, RANGE);
    private static final Set<String> WEIGHTS = Set.of(EDGES, EDGE_SCALE);

    /** Whether a parameter is measured, not trained. */
    public static boolean isStatistic(String name) {
        return STATISTICS.contains(name);
    }

    /** [rows, columns] of every parameter that the layer has, in their order. */
    static Map<String, long[]> shapes(LayerSpec spec) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        long[] row = {1, spec.outputs()};
        shapes.put(EDGES, new long[] {(long) spec.weightsPerEdge() * spec.inputs(), spec.outputs()});
        if (LayerTensor.BASIS_SCALE.isIn(spec)) {
            shapes.put(EDGE_SCALE, new long[] {spec.inputs(), spec.outputs()});
        }
        if (spec.hasBias()) {
            shapes.put(BIAS, row);
        }
        if (spec.basisBias()) {
            shapes.put(BASIS_BIAS, row);
        }
        if (LayerTensor.NORM_WEIGHT.isIn(spec)) {
            shapes.put(NORM_SCALE, row);
            shapes.put(NORM_SHIFT, row);
        }
        if (LayerTensor.PRELU.isIn(spec)) {
            shapes.put(PRELU, new long[] {1, 1});
        }
        if (LayerTensor.RUNNING_MEAN.isIn(spec)) {
            shapes.put(MEAN, row);
            shapes.put(VARIANCE, row);
        }
        if (LayerTensor.RUNNING_MIN.isIn(spec)) {
            shapes.put(RANGE, new long[] {1, 2});
        }
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
            fill(
                    spec(conf.getLayer()),
                    views,
                    new SplittableRandom(Nd4j.getRandom().nextLong()));
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

    private static void fill(LayerSpec spec, Map<String, INDArray> views, SplittableRandom random) {
        views.values().forEach(view -> view.assign(0));
        if (spec.initialization() == Initialization.SPLINE_NOISE) {
            fillSplines(spec, views, random);
        } else {
            fillUniform(spec, views, random);
        }
        assign(views, NORM_SCALE, LayerTensor.NORM_WEIGHT.initial());
        assign(views, VARIANCE, LayerTensor.RUNNING_VARIANCE.initial());
        assign(views, PRELU, LayerTensor.PRELU.initial());
        if (views.containsKey(RANGE)) {
            views.get(RANGE)
                    .putScalar(0, LayerTensor.RUNNING_MIN.initial())
                    .putScalar(1, LayerTensor.RUNNING_MAX.initial());
        }
    }

    private static void assign(Map<String, INDArray> views, String name, double value) {
        if (views.containsKey(name)) {
            views.get(name).assign(value);
        }
    }

    private static void fillUniform(LayerSpec spec, Map<String, INDArray> views, SplittableRandom random) {
        InitialBounds bounds = InitialBounds.of(spec);
        int rows = spec.weightsPerEdge() * spec.inputs();
        int baseRows = spec.hasBase() ? spec.inputs() : 0;
        double[] edges = new double[rows * spec.outputs()];
        for (int n = 0; n < edges.length; n++) {
            edges[n] = uniform(random, n % rows < baseRows ? bounds.base() : bounds.basis());
        }
        set(views, EDGES, edges);
        assign(views, EDGE_SCALE, LayerTensor.BASIS_SCALE.initial());
        fillRow(views, BIAS, bounds.bias(), random);
        fillRow(views, BASIS_BIAS, bounds.basisBias(), random);
    }

    private static void fillRow(Map<String, INDArray> views, String name, double bound, SplittableRandom random) {
        if (views.containsKey(name)) {
            double[] values = new double[(int) views.get(name).length()];
            for (int n = 0; n < values.length; n++) {
                values[n] = uniform(random, bound);
            }
            set(views, name, values);
        }
    }

    private static double uniform(SplittableRandom random, double bound) {
        return bound == 0 ? 0 : random.nextDouble(-bound, bound);
    }

    private static void fillSplines(LayerSpec spec, Map<String, INDArray> views, SplittableRandom random) {
        SplineNoise noise = new SplineNoise((BSpline) spec.basis());
        double bound = Math.sqrt(1.0 / spec.inputs());
        int inputs = spec.inputs();
        int rows = spec.weightsPerEdge() * inputs;
        int first = spec.hasBase() ? 1 : 0;
        double[] edges = new double[rows * spec.outputs()];
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < inputs; i++) {
                if (spec.hasBase()) {
                    edges[o * rows + i] = uniform(random, bound);
                }
                double[] coefficients = noise.draw(random);
                for (int k = 0; k < coefficients.length; k++) {
                    edges[o * rows + (first + k) * inputs + i] = coefficients[k];
                }
            }
        }
        set(views, EDGES, edges);
        fillRow(views, EDGE_SCALE, bound, random);
    }

    /** @param values in column-major order */
    private static void set(Map<String, INDArray> views, String name, double[] values) {
        INDArray view = views.get(name);
        view.assign(Nd4j.createFromArray(values).castTo(view.dataType()).reshape('f', view.shape()));
    }
}
