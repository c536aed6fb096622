package org.kanworkbench.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Tensor;

/**
 * One layer's values in the kernels' layout: edges as [input][term][padded output]. Terms: the base first, if there is
 * one, then the basis functions, a constant one last, because it needs no evaluation. Everything padded is 0 and stays 0.
 */
final class LayerWeights {

    /** Changes only in where a B-spline grid lies. */
    LayerSpec spec;
    /** Null without a basis. */
    BasisKernel kernel;
    /** Outputs rounded up to whole vectors. */
    final int width;
    /** Weights of one edge. */
    final int terms;
    /** Those of them that are no constant. */
    final int activeTerms;

    /** As trained and saved, basis weights not multiplied by the edge's scale. */
    final ParameterBlock edges;
    /** [input][padded output], what an edge's basis weights are multiplied by; null where there is none. */
    final ParameterBlock edgeScale;
    /** What the kernels read: the edges, scaled; the same array as theirs where there is no scale. */
    final float[] edgeValues;
    /** Null where there is none. */
    final ParameterBlock bias;

    /** A second bias, of the basis part. */
    final ParameterBlock basisBias;

    final ParameterBlock normScale;
    final ParameterBlock normShift;
    /** One value, padded. */
    final ParameterBlock prelu;

    final float[] runningMean;
    final float[] runningVariance;
    /** Minimum and maximum that a RUNNING_MIN_MAX layer uses at inference. */
    final float[] runningRange;

    LayerWeights(LayerSpec spec) {
        this.spec = spec;
        kernel = spec.basis().terms() == 0 ? null : BasisKernel.of(spec.basis());
        width = Lanes.padded(spec.outputs());
        terms = spec.weightsPerEdge();
        activeTerms = terms - (constantOnEdges() ? 1 : 0);
        edges = new ParameterBlock(Math.multiplyExact(spec.inputs() * terms, width));
        edgeScale = spec.hasEdgeScale() ? new ParameterBlock(spec.inputs() * width) : null;
        edgeValues = edgeScale == null ? edges.values : new float[edges.values.length];
        bias = spec.hasBias() ? new ParameterBlock(width) : null;
        basisBias = spec.basisBias() ? new ParameterBlock(width) : null;
        boolean norm = spec.normalization() != Normalization.NONE;
        normScale = norm ? new ParameterBlock(width) : null;
        normShift = norm ? new ParameterBlock(width) : null;
        prelu = spec.activation() == Activation.PRELU ? new ParameterBlock(Lanes.PADDING) : null;
        boolean batchNorm = spec.normalization() == Normalization.BATCH;
        runningMean = batchNorm ? new float[width] : null;
        runningVariance = batchNorm ? new float[width] : null;
        runningRange =
                spec.scaling() == InputScaling.RUNNING_MIN_MAX && spec.basis().terms() > 0 ? new float[2] : null;
    }

    boolean constantOnEdges() {
        return spec.basis().constantFirst() && !spec.foldsConstant();
    }

    float slope() {
        return prelu == null ? 0 : prelu.values[0];
    }

    Stream<ParameterBlock> blocks() {
        return Stream.of(edges, edgeScale, bias, basisBias, normScale, normShift, prelu)
                .filter(b -> b != null);
    }

    /** The first of an edge's terms that its scale multiplies. */
    private int scaledFrom() {
        return spec.hasBase() ? 1 : 0;
    }

    /** Multiplies one input's edges anew, after their weights or scales have changed. */
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

    void rescale() {
        if (edgeScale == null) {
            return;
        }
        for (int i = 0; i < spec.inputs(); i++) {
            rescale(i);
        }
    }

    /** Weights and running statistics. */
    Stream<float[]> state() {
        Stream<float[]> statistics =
                Stream.of(runningMean, runningVariance, runningRange).filter(a -> a != null);
        return Stream.concat(blocks().map(block -> block.values), statistics);
    }

    /**
     * Turns gradients of one input's scaled edges into those of what is trained: with c' = r·c, dL/dc = r·dL/dc' and dL/dr =
     * Σ c·dL/dc'.
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
     * Puts the basis on another grid of as many functions, between two steps. Moments of basis weights start anew: the
     * first at 0, the second of all functions of an edge at their mean, so that steps go on in the same size.
     *
     * @param transfer [new function][old function], as {@link SplineRefit#transfer}
     */
    void moveGrid(BSpline grid, double[][] transfer) {
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
                    edges.values[at + k * width] = (float) LeastSquares.dot(transfer[k], old);
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

    /** The values, or whatever array of a block is picked, as the tensors that {@link Model} names. */
    Map<String, Tensor> export(int layer, Function<ParameterBlock, float[]> pick, boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String prefix = "layers." + layer + ".";
        if (spec.hasBase()) {
            tensors.put(prefix + "base_weight", edgeTensor(pick.apply(edges), terms, 0, spec.outputs()));
        }
        if (spec.learnedTerms() > 0) {
            tensors.put(prefix + "basis_weight", basisTensor(pick.apply(edges), 0, spec.outputs()));
        }
        if (edgeScale != null) {
            tensors.put(prefix + "basis_scale", edgeTensor(pick.apply(edgeScale), 1, 0, spec.outputs()));
        }
        if (bias != null) {
            tensors.put(prefix + "bias", vector(pick.apply(bias), spec.outputs()));
        }
        if (basisBias != null) {
            tensors.put(prefix + "basis_bias", vector(pick.apply(basisBias), spec.outputs()));
        }
        if (normScale != null) {
            tensors.put(prefix + "norm.weight", vector(pick.apply(normScale), spec.outputs()));
            tensors.put(prefix + "norm.bias", vector(pick.apply(normShift), spec.outputs()));
        }
        if (prelu != null) {
            tensors.put(prefix + "prelu", vector(pick.apply(prelu), 1));
        }
        if (statistics && runningMean != null) {
            tensors.put(prefix + "norm.running_mean", vector(runningMean, spec.outputs()));
            tensors.put(prefix + "norm.running_var", vector(runningVariance, spec.outputs()));
        }
        if (statistics) {
            exportRange(prefix, tensors);
        }
        return tensors;
    }

    /** One output's edges and the range that inputs are scaled by, under the names of a first layer with one output. */
    Map<String, Tensor> edgesTo(int output) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String prefix = "layers.0.";
        if (spec.hasBase()) {
            tensors.put(prefix + "base_weight", edgeTensor(edges.values, terms, output, 1));
        }
        if (spec.learnedTerms() > 0) {
            tensors.put(prefix + "basis_weight", basisTensor(edges.values, output, 1));
        }
        if (edgeScale != null) {
            tensors.put(prefix + "basis_scale", edgeTensor(edgeScale.values, 1, output, 1));
        }
        exportRange(prefix, tensors);
        return tensors;
    }

    private void exportRange(String prefix, Map<String, Tensor> tensors) {
        if (runningRange != null) {
            tensors.put(prefix + "scaling.running_min", new Tensor(new int[] {1}, new float[] {runningRange[0]}));
            tensors.put(prefix + "scaling.running_max", new Tensor(new int[] {1}, new float[] {runningRange[1]}));
        }
    }

    /** Takes the values and running statistics of a model's tensors. */
    void load(int layer, Model model) {
        load(layer, model, block -> block.values);
        rescale();
        String prefix = "layers." + layer + ".";
        int outputs = spec.outputs();
        if (runningMean != null) {
            System.arraycopy(values(model, prefix + "norm.running_mean", outputs), 0, runningMean, 0, outputs);
            System.arraycopy(values(model, prefix + "norm.running_var", outputs), 0, runningVariance, 0, outputs);
        }
        if (runningRange != null) {
            runningRange[0] = values(model, prefix + "scaling.running_min", 1)[0];
            runningRange[1] = values(model, prefix + "scaling.running_max", 1)[0];
        }
    }

    /** Fills whatever array of a block is picked; the inverse of {@link #export} without statistics. */
    void load(int layer, Model model, Function<ParameterBlock, float[]> pick) {
        String prefix = "layers." + layer + ".";
        int inputs = spec.inputs();
        int outputs = spec.outputs();
        if (spec.hasBase()) {
            loadEdges(values(model, prefix + "base_weight", outputs, inputs), pick.apply(edges), terms);
        }
        if (edgeScale != null) {
            loadEdges(values(model, prefix + "basis_scale", outputs, inputs), pick.apply(edgeScale), 1);
        }
        int learned = spec.learnedTerms();
        if (learned > 0) {
            float[] basis = values(model, prefix + "basis_weight", outputs, inputs, learned);
            float[] to = pick.apply(edges);
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    for (int k = 0; k < learned; k++) {
                        to[(i * terms + termOf(k)) * width + o] = basis[(o * inputs + i) * learned + k];
                    }
                }
            }
        }
        copy(model, prefix + "bias", bias, pick, outputs);
        copy(model, prefix + "basis_bias", basisBias, pick, outputs);
        copy(model, prefix + "norm.weight", normScale, pick, outputs);
        copy(model, prefix + "norm.bias", normShift, pick, outputs);
        copy(model, prefix + "prelu", prelu, pick, 1);
    }

    /** Where the k-th learned basis function lies among an edge's terms. */
    int termOf(int k) {
        int base = spec.hasBase() ? 1 : 0;
        if (!constantOnEdges()) {
            return base + k;
        }
        return k == 0 ? terms - 1 : base + k - 1;
    }

    /** Of {@code outputs} outputs from {@code first} on. */
    private Tensor basisTensor(float[] from, int first, int outputs) {
        int learned = spec.learnedTerms();
        float[] to = new float[outputs * spec.inputs() * learned];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int k = 0; k < learned; k++) {
                    to[(o * spec.inputs() + i) * learned + k] = from[(i * terms + termOf(k)) * width + first + o];
                }
            }
        }
        return new Tensor(new int[] {outputs, spec.inputs(), learned}, to);
    }

    /** One value an edge, the first of so many; of {@code outputs} outputs from {@code first} on. */
    private Tensor edgeTensor(float[] from, int perEdge, int first, int outputs) {
        float[] to = new float[outputs * spec.inputs()];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                to[o * spec.inputs() + i] = from[i * perEdge * width + first + o];
            }
        }
        return new Tensor(new int[] {outputs, spec.inputs()}, to);
    }

    private void loadEdges(float[] from, float[] to, int perEdge) {
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                to[i * perEdge * width + o] = from[o * spec.inputs() + i];
            }
        }
    }

    private static Tensor vector(float[] from, int length) {
        return new Tensor(new int[] {length}, Arrays.copyOf(from, length));
    }

    static void copy(
            Model model, String name, ParameterBlock block, Function<ParameterBlock, float[]> pick, int length) {
        if (block != null) {
            System.arraycopy(values(model, name, length), 0, pick.apply(block), 0, length);
        }
    }

    static float[] values(Model model, String name, int... shape) {
        Tensor tensor = model.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("tensor " + name + " has shape "
                    + Arrays.toString(tensor.shape()) + ", the network needs "
                    + Arrays.toString(shape));
        }
        return tensor.values();
    }
}
