package org.kanworkbench.engine.layer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.engine.grid.SplineRefit;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.BasisKernel;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.TrainedKernels;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.tensor.Tensor;

/**
 * One layer's values in the kernels' layout: edges as [input][term][padded output]. Terms: the base first, if there is
 * one, then the basis functions, a constant one last, because it needs no evaluation. Padding is 0 and stays 0.
 */
public final class LayerWeights {

    /** Changes only in the position of a B-spline grid. */
    public LayerSpec spec;
    /** Null without a basis. */
    BasisKernel kernel;
    /** Outputs rounded up to whole vectors. */
    public final int width;
    /** Number of weights of one edge. */
    public final int terms;
    /** Number of those that are not constant. */
    final int activeTerms;

    /** As trained and saved: basis weights are not multiplied by the edge's scale. */
    public final ParameterBlock edges;
    /** [input][padded output], the scale of an edge's basis weights; null without edge scales. */
    final ParameterBlock edgeScale;
    /** The scaled edges that kernels read; without scales the same array as the edges. */
    final float[] edgeValues;
    /** [input][padded output], 1 in padding, which divides; null unless edges have them. */
    final ParameterBlock edgeShift;

    final ParameterBlock edgeStretch;

    /** Null if the layer has none. */
    public final ParameterBlock bias;

    /** The second bias, of the basis part. */
    final ParameterBlock basisBias;

    final ParameterBlock normScale;
    final ParameterBlock normShift;
    /** One value, padded. */
    final ParameterBlock prelu;

    /** [padded input], gain and shift of the inputs' layer norm. */
    final ParameterBlock scalingGain;

    final ParameterBlock scalingShift;

    /** As {@link TrainedBasis#place}, padded: the basis's own values; null without any. */
    public final ParameterBlock basisValues;

    final float[] runningMean;
    final float[] runningVariance;
    /** Minimum and maximum that a RUNNING_MIN_MAX layer uses at inference. */
    final float[] runningRange;

    public LayerWeights(LayerSpec spec) {
        this.spec = spec;
        kernel = spec.basis().terms() == 0 ? null : BasisKernel.of(spec.basis());
        width = Lanes.padded(spec.outputs());
        terms = spec.weightsPerEdge();
        activeTerms = terms - (constantOnEdges() ? 1 : 0);
        edges = new ParameterBlock(Math.multiplyExact(spec.inputs() * terms, width));
        edgeScale = spec.hasEdgeScale() ? new ParameterBlock(spec.inputs() * width) : null;
        edgeValues = edgeScale == null ? edges.values : new float[edges.values.length];
        edgeShift = spec.stretchesEdges() ? new ParameterBlock(spec.inputs() * width) : null;
        edgeStretch = spec.stretchesEdges() ? new ParameterBlock(spec.inputs() * width) : null;
        if (edgeStretch != null) {
            Arrays.fill(edgeStretch.values, 1);
        }
        bias = spec.hasBias() ? new ParameterBlock(width) : null;
        basisBias = spec.basisBias() ? new ParameterBlock(width) : null;
        normScale = LayerTensor.NORM_WEIGHT.isIn(spec) ? new ParameterBlock(width) : null;
        normShift = LayerTensor.NORM_BIAS.isIn(spec) ? new ParameterBlock(width) : null;
        prelu = LayerTensor.PRELU.isIn(spec) ? new ParameterBlock(Lanes.PADDING) : null;
        int inputs = Lanes.padded(spec.inputs());
        scalingGain = LayerTensor.SCALING_WEIGHT.isIn(spec) ? new ParameterBlock(inputs) : null;
        scalingShift = LayerTensor.SCALING_BIAS.isIn(spec) ? new ParameterBlock(inputs) : null;
        basisValues =
                spec.trainsBasis() ? new ParameterBlock(Lanes.padded((int) LayerTensor.BASIS_VALUE.size(spec))) : null;
        runningMean = LayerTensor.RUNNING_MEAN.isIn(spec) ? new float[width] : null;
        runningVariance = LayerTensor.RUNNING_VARIANCE.isIn(spec) ? new float[width] : null;
        runningRange = LayerTensor.RUNNING_MIN.isIn(spec) ? new float[2] : null;
    }

    /** Kernels for the basis's values, for one thread; null if it has none. */
    public TrainedKernels trainedKernels() {
        return spec.basis() instanceof TrainedBasis basis
                ? new TrainedKernels(basis, spec.inputs(), basisValues.values)
                : null;
    }

    /**
     * Evaluates the terms that are not constant and that all edges share; not for a basis with values of its own.
     *
     * @param s the inputs as scaled for the basis
     * @param phi receives φ_t of the n-th input at t·plane + n
     * @param slopes receives derivatives likewise; null if not needed
     */
    void expand(float[] x, float[] s, int count, float[] phi, float[] slopes, int plane) {
        expandBase(x, s, count, phi, slopes);
        if (kernel != null && !spec.stretchesEdges()) {
            kernel.expand(s, count, phi, slopes, scaledFrom() * plane, plane);
        }
    }

    /** The base alone, if there is one. */
    void expandBase(float[] x, float[] s, int count, float[] phi, float[] slopes) {
        if (!spec.hasBase()) {
            return;
        }
        float[] seen = spec.scalesBase() ? s : x;
        Activations.apply(spec.base(), 0, seen, 0, phi, 0, count);
        if (slopes != null) {
            Activations.differentiate(spec.base(), 0, seen, 0, slopes, 0, count);
        }
    }

    /** Number of terms that all edges of an input share. */
    int sharedTerms() {
        return spec.stretchesEdges() ? scaledFrom() : activeTerms;
    }

    boolean constantOnEdges() {
        return spec.basis().constantFirst() && !spec.foldsConstant();
    }

    float slope() {
        return prelu == null ? 0 : prelu.values[0];
    }

    public Stream<ParameterBlock> blocks() {
        return Stream.of(
                        edges,
                        edgeScale,
                        edgeShift,
                        edgeStretch,
                        bias,
                        basisBias,
                        normScale,
                        normShift,
                        prelu,
                        scalingGain,
                        scalingShift,
                        basisValues)
                .filter(b -> b != null);
    }

    /** The first of an edge's terms that its scale multiplies. */
    private int scaledFrom() {
        return spec.hasBase() ? 1 : 0;
    }

    /** Recomputes one input's scaled edges after their weights or scales have changed. */
    void rescale(int input) {
        if (edgeScale == null) {
            return;
        }
        int scale = input * width;
        for (int t = 0; t < terms; t++) {
            int at = (input * terms + t) * width;
            if (t < scaledFrom()) {
                System.arraycopy(edges.values, at, edgeValues, at, width);
                continue;
            }
            for (int o = 0; o < width; o++) {
                edgeValues[at + o] = edges.values[at + o] * edgeScale.values[scale + o];
            }
        }
    }

    public void rescale() {
        if (edgeScale == null) {
            return;
        }
        for (int i = 0; i < spec.inputs(); i++) {
            rescale(i);
        }
    }

    /** Weights and running statistics. */
    public Stream<float[]> state() {
        return Stream.concat(blocks().map(block -> block.values), statistics());
    }

    public Stream<float[]> statistics() {
        return Stream.of(runningMean, runningVariance, runningRange).filter(a -> a != null);
    }

    /**
     * Turns gradients of one input's scaled edges into those of the trained weights and scales: with c' = r·c, dL/dc =
     * r·dL/dc' and dL/dr = Σ c·dL/dc'.
     *
     * @param g [term][padded output], overwritten
     * @param scaleGradient [padded output], overwritten
     */
    void throughScale(int input, float[] g, float[] scaleGradient) {
        int scale = input * width;
        Arrays.fill(scaleGradient, 0);
        for (int t = scaledFrom(); t < terms; t++) {
            int at = (input * terms + t) * width;
            for (int o = 0; o < width; o++) {
                scaleGradient[o] += edges.values[at + o] * g[t * width + o];
                g[t * width + o] *= edgeScale.values[scale + o];
            }
        }
    }

    /**
     * Moves the basis to another grid with as many functions, between two steps. The moments of basis weights are
     * reset: the first to 0, the second of all functions of an edge to their mean, so that the step size is preserved.
     *
     * @param transfer [new function][old function], as {@link SplineRefit#transfer}
     */
    public void moveGrid(BSpline grid, double[][] transfer) {
        spec = spec.withBasis(grid);
        kernel = BasisKernel.of(grid);
        int functions = grid.terms();
        double[] old = new double[functions];
        for (int i = 0; i < spec.inputs(); i++) {
            for (int o = 0; o < spec.outputs(); o++) {
                int at = (i * terms + scaledFrom()) * width + o;
                for (int k = 0; k < functions; k++) {
                    old[k] = edges.values[at + k * width];
                }
                for (int k = 0; k < functions; k++) {
                    double sum = 0;
                    for (int j = 0; j < functions; j++) {
                        sum += transfer[k][j] * old[j];
                    }
                    edges.values[at + k * width] = (float) sum;
                }
                restart(at, functions);
            }
        }
        rescale();
    }

    private void restart(int at, int functions) {
        if (edges.first != null) {
            for (int k = 0; k < functions; k++) {
                edges.first[at + k * width] = 0;
            }
        }
        if (edges.second != null) {
            double sum = 0;
            for (int k = 0; k < functions; k++) {
                sum += edges.second[at + k * width];
            }
            for (int k = 0; k < functions; k++) {
                edges.second[at + k * width] = (float) (sum / functions);
            }
        }
    }

    /** The values, or the picked array of each block, as the tensors of {@link Model}. */
    public Map<String, Tensor> export(int layer, Function<ParameterBlock, float[]> pick, boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (LayerTensor tensor : LayerTensor.of(spec)) {
            if (statistics || tensor.trained()) {
                tensors.put(
                        tensor.name(layer), new Tensor(tensor.shape(spec), values(tensor, pick, 0, spec.outputs())));
            }
        }
        return tensors;
    }

    /** One output's edges and the input range, under the names of a first layer with one output. */
    public Map<String, Tensor> edgesTo(int output) {
        LayerSpec one = spec.withSizes(spec.inputs(), 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (LayerTensor tensor : LayerTensor.EDGES) {
            if (tensor.isIn(spec)) {
                float[] values = values(tensor, block -> block.values, output, 1);
                tensors.put(tensor.name(0), new Tensor(tensor.shape(one), values));
            }
        }
        return tensors;
    }

    /** Exports {@code outputs} outputs from {@code first} on, for a tensor with values per output. */
    private float[] values(LayerTensor tensor, Function<ParameterBlock, float[]> pick, int first, int outputs) {
        float[] from = array(tensor, pick);
        int[] places = places(tensor, first, outputs);
        float[] values = new float[places.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = from[places[n]];
        }
        return values;
    }

    /** What holds a tensor's values, or whatever array of its block is picked. */
    private float[] array(LayerTensor tensor, Function<ParameterBlock, float[]> pick) {
        return switch (tensor) {
            case BASE_WEIGHT, BASIS_WEIGHT -> pick.apply(edges);
            case BASIS_SCALE -> pick.apply(edgeScale);
            case EDGE_SHIFT -> pick.apply(edgeShift);
            case EDGE_STRETCH -> pick.apply(edgeStretch);
            case BIAS -> pick.apply(bias);
            case BASIS_BIAS -> pick.apply(basisBias);
            case NORM_WEIGHT -> pick.apply(normScale);
            case NORM_BIAS -> pick.apply(normShift);
            case PRELU -> pick.apply(prelu);
            case SCALING_WEIGHT -> pick.apply(scalingGain);
            case SCALING_BIAS -> pick.apply(scalingShift);
            case BASIS_VALUE -> pick.apply(basisValues);
            case RUNNING_MEAN -> runningMean;
            case RUNNING_VARIANCE -> runningVariance;
            case RUNNING_MIN, RUNNING_MAX -> runningRange;
        };
    }

    /** Indices of the tensor's values in that array, in the tensor's order. */
    private int[] places(LayerTensor tensor, int first, int outputs) {
        return switch (tensor) {
            case BASE_WEIGHT -> edgePlaces(terms, first, outputs, 0);
            case BASIS_WEIGHT ->
                edgePlaces(
                        terms,
                        first,
                        outputs,
                        IntStream.range(0, spec.learnedTerms())
                                .map(this::termOf)
                                .toArray());
            case BASIS_SCALE, EDGE_SHIFT, EDGE_STRETCH -> edgePlaces(1, first, outputs, 0);
            case BIAS, BASIS_BIAS, NORM_WEIGHT, NORM_BIAS, RUNNING_MEAN, RUNNING_VARIANCE ->
                IntStream.range(first, first + outputs).toArray();
            case SCALING_WEIGHT, SCALING_BIAS ->
                IntStream.range(0, spec.inputs()).toArray();
            case BASIS_VALUE -> IntStream.range(0, (int) tensor.size(spec)).toArray();
            case PRELU, RUNNING_MIN -> new int[] {0};
            case RUNNING_MAX -> new int[] {1};
        };
    }

    /**
     * [output][input][chosen term], of values that lie as [input][term][padded output].
     *
     * @param perInput terms of an input
     */
    private int[] edgePlaces(int perInput, int first, int outputs, int... chosen) {
        int[] places = new int[outputs * spec.inputs() * chosen.length];
        int n = 0;
        for (int o = first; o < first + outputs; o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int term : chosen) {
                    places[n++] = (i * perInput + term) * width + o;
                }
            }
        }
        return places;
    }

    /** Loads the values and running statistics of a model's tensors. */
    public void load(int layer, Model model) {
        load(layer, model, block -> block.values, true);
        rescale();
    }

    /**
     * Fills the picked array of a block; the inverse of {@link #export}.
     *
     * @param statistics whether the running statistics are filled, too
     */
    public void load(int layer, Model model, Function<ParameterBlock, float[]> pick, boolean statistics) {
        for (LayerTensor tensor : LayerTensor.of(spec)) {
            if (statistics || tensor.trained()) {
                load(tensor, ParameterBlock.values(model, tensor.name(layer), tensor.shape(spec)), pick);
            }
        }
    }

    /** Sets all values of a tensor. */
    void fill(LayerTensor tensor, float value) {
        float[] values = new float[(int) tensor.size(spec)];
        Arrays.fill(values, value);
        load(tensor, values, block -> block.values);
    }

    private void load(LayerTensor tensor, float[] values, Function<ParameterBlock, float[]> pick) {
        float[] to = array(tensor, pick);
        int[] places = places(tensor, 0, spec.outputs());
        for (int n = 0; n < values.length; n++) {
            to[places[n]] = values[n];
        }
    }

    /** Index of the k-th learned basis function among an edge's terms. */
    int termOf(int k) {
        int base = spec.hasBase() ? 1 : 0;
        if (!constantOnEdges()) {
            return base + k;
        }
        return k == 0 ? terms - 1 : base + k - 1;
    }
}
