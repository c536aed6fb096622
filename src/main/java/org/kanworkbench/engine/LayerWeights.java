package org.kanworkbench.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.network.Activation;
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

    private static final float PRELU_START = 0.25f;

    final LayerSpec spec;
    /** Outputs rounded up to whole vectors. */
    final int width;
    /** Weights of one edge. */
    final int terms;
    /** Those of them that are no constant. */
    final int activeTerms;

    final ParameterBlock edges;
    /** Null where there is none. */
    final ParameterBlock bias;

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
        width = Lanes.padded(spec.outputs());
        terms = spec.weightsPerEdge();
        activeTerms = terms - (constantOnEdges() ? 1 : 0);
        edges = new ParameterBlock(Math.multiplyExact(spec.inputs() * terms, width));
        bias = spec.hasBias() ? new ParameterBlock(width) : null;
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
        return Stream.of(edges, bias, normScale, normShift, prelu).filter(b -> b != null);
    }

    /**
     * Kaiming uniform for gain 1 (He et al., 2015), as the peers start: bound √(3/fan-in), the fan-in of the basis weights being inputs ×
     * functions; dense layers and their biases as PyTorch's Linear, bound √(1/inputs).
     */
    void initialize(SplittableRandom random) {
        boolean dense = spec.basis().terms() == 0;
        double baseBound = Math.sqrt((dense ? 1.0 : 3.0) / spec.inputs());
        double basisBound = dense
                ? 0
                : Math.sqrt(3.0 / ((double) spec.inputs() * spec.basis().terms()));
        for (int i = 0; i < spec.inputs(); i++) {
            for (int t = 0; t < terms; t++) {
                double bound = t == 0 && spec.hasBase() ? baseBound : basisBound;
                for (int o = 0; o < spec.outputs(); o++) {
                    edges.values[(i * terms + t) * width + o] = (float) random.nextDouble(-bound, bound);
                }
            }
        }
        for (int o = 0; o < spec.outputs(); o++) {
            if (bias != null && dense) {
                bias.values[o] = (float) random.nextDouble(-baseBound, baseBound);
            }
            if (normScale != null) {
                normScale.values[o] = 1;
            }
            if (runningVariance != null) {
                runningVariance[o] = 1;
            }
        }
        if (prelu != null) {
            prelu.values[0] = PRELU_START;
        }
        if (runningRange != null) {
            runningRange[0] = -1;
            runningRange[1] = 1;
        }
    }

    /** The values, or whatever array of a block is picked, as the tensors that {@link Model} names. */
    Map<String, Tensor> export(int layer, Function<ParameterBlock, float[]> pick, boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String prefix = "layers." + layer + ".";
        if (spec.hasBase()) {
            tensors.put(prefix + "base_weight", baseTensor(pick.apply(edges)));
        }
        if (spec.learnedTerms() > 0) {
            tensors.put(prefix + "basis_weight", basisTensor(pick.apply(edges)));
        }
        if (bias != null) {
            tensors.put(prefix + "bias", vector(pick.apply(bias), spec.outputs()));
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
        if (statistics && runningRange != null) {
            tensors.put(prefix + "scaling.running_min", new Tensor(new int[] {1}, new float[] {runningRange[0]}));
            tensors.put(prefix + "scaling.running_max", new Tensor(new int[] {1}, new float[] {runningRange[1]}));
        }
        return tensors;
    }

    /** Takes the values of a model's tensors. */
    void load(int layer, Model model) {
        String prefix = "layers." + layer + ".";
        int inputs = spec.inputs();
        int outputs = spec.outputs();
        if (spec.hasBase()) {
            float[] base = values(model, prefix + "base_weight", outputs, inputs);
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    edges.values[i * terms * width + o] = base[o * inputs + i];
                }
            }
        }
        int learned = spec.learnedTerms();
        if (learned > 0) {
            float[] basis = values(model, prefix + "basis_weight", outputs, inputs, learned);
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    for (int k = 0; k < learned; k++) {
                        edges.values[(i * terms + termOf(k)) * width + o] = basis[(o * inputs + i) * learned + k];
                    }
                }
            }
        }
        copy(model, prefix + "bias", bias, outputs);
        copy(model, prefix + "norm.weight", normScale, outputs);
        copy(model, prefix + "norm.bias", normShift, outputs);
        copy(model, prefix + "prelu", prelu, 1);
        if (runningMean != null) {
            System.arraycopy(values(model, prefix + "norm.running_mean", outputs), 0, runningMean, 0, outputs);
            System.arraycopy(values(model, prefix + "norm.running_var", outputs), 0, runningVariance, 0, outputs);
        }
        if (runningRange != null) {
            runningRange[0] = values(model, prefix + "scaling.running_min", 1)[0];
            runningRange[1] = values(model, prefix + "scaling.running_max", 1)[0];
        }
    }

    /** Where the k-th learned basis function lies among an edge's terms. */
    private int termOf(int k) {
        int base = spec.hasBase() ? 1 : 0;
        if (!constantOnEdges()) {
            return base + k;
        }
        return k == 0 ? terms - 1 : base + k - 1;
    }

    private Tensor basisTensor(float[] from) {
        int learned = spec.learnedTerms();
        float[] to = new float[spec.outputs() * spec.inputs() * learned];
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int k = 0; k < learned; k++) {
                    to[(o * spec.inputs() + i) * learned + k] = from[(i * terms + termOf(k)) * width + o];
                }
            }
        }
        return new Tensor(new int[] {spec.outputs(), spec.inputs(), learned}, to);
    }

    private Tensor baseTensor(float[] from) {
        float[] to = new float[spec.outputs() * spec.inputs()];
        for (int o = 0; o < spec.outputs(); o++) {
            for (int i = 0; i < spec.inputs(); i++) {
                to[o * spec.inputs() + i] = from[i * terms * width + o];
            }
        }
        return new Tensor(new int[] {spec.outputs(), spec.inputs()}, to);
    }

    private static Tensor vector(float[] from, int length) {
        return new Tensor(new int[] {length}, Arrays.copyOf(from, length));
    }

    private static void copy(Model model, String name, ParameterBlock block, int length) {
        if (block != null) {
            System.arraycopy(values(model, name, length), 0, block.values, 0, length);
        }
    }

    private static float[] values(Model model, String name, int... shape) {
        Tensor tensor = model.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("tensor " + name + " has shape "
                    + Arrays.toString(tensor.shape()) + ", the network needs "
                    + Arrays.toString(shape));
        }
        return tensor.values();
    }
}
