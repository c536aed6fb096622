package org.kanworkbench.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/**
 * The tensors of a layer, in order: names, shapes, and which layers have them. Layouts, files, imports and counts are
 * derived from this. O are outputs, I inputs, K learned basis terms.
 */
public enum LayerTensor {
    /** [O, I] */
    BASE_WEIGHT("base_weight", LayerSpec::hasBase, 0, LayerSpec::outputs, LayerSpec::inputs),
    /** [O, I, K] */
    BASIS_WEIGHT(
            "basis_weight",
            layer -> layer.learnedTerms() > 0,
            0,
            LayerSpec::outputs,
            LayerSpec::inputs,
            LayerSpec::learnedTerms),
    /** [O, I], the scale of an edge's basis functions. */
    BASIS_SCALE("basis_scale", LayerSpec::hasEdgeScale, 1, LayerSpec::outputs, LayerSpec::inputs),
    /** [O, I], what an edge subtracts from the basis's argument. */
    EDGE_SHIFT("edge_shift", LayerSpec::stretchesEdges, 0, LayerSpec::outputs, LayerSpec::inputs),
    /** [O, I], what it divides it by then. */
    EDGE_STRETCH("edge_stretch", LayerSpec::stretchesEdges, 1, LayerSpec::outputs, LayerSpec::inputs),
    /** [O] */
    BIAS("bias", LayerSpec::hasBias, 0, LayerSpec::outputs),
    /** [O] */
    BASIS_BIAS("basis_bias", LayerSpec::basisBias, 0, LayerSpec::outputs),
    /** [O] */
    NORM_WEIGHT("norm.weight", layer -> layer.normalization() != Normalization.NONE, 1, LayerSpec::outputs),
    /** [O] */
    NORM_BIAS("norm.bias", layer -> layer.normalization() != Normalization.NONE, 0, LayerSpec::outputs),
    /** [1], the slope below 0; initial value as in PyTorch. */
    PRELU("prelu", layer -> layer.activation() == Activation.PRELU, 0.25, _ -> 1),
    /** [I], the gain of a layer norm of the inputs. */
    SCALING_WEIGHT("input_norm.weight", LayerSpec::normalizesInputs, 1, LayerSpec::inputs),
    /** [I], its shift. */
    SCALING_BIAS("input_norm.bias", LayerSpec::normalizesInputs, 0, LayerSpec::inputs),
    /** The values of the basis's functions, as {@link TrainedBasis#place}. */
    BASIS_VALUE("basis_value", LayerSpec::trainsBasis, 0, layer -> ((TrainedBasis) layer.basis()).size(layer.inputs())),
    /** [O], not trained. */
    RUNNING_MEAN("norm.running_mean", LayerTensor::normalizesBatches, 0, LayerSpec::outputs),
    /** [O], not trained. */
    RUNNING_VARIANCE("norm.running_var", LayerTensor::normalizesBatches, 1, LayerSpec::outputs),
    /** [1], not trained. */
    RUNNING_MIN("scaling.running_min", LayerTensor::keepsRange, -1, _ -> 1),
    /** [1], not trained. */
    RUNNING_MAX("scaling.running_max", LayerTensor::keepsRange, 1, _ -> 1);

    /** The tensors of the edges to one output, without those applied to their sum. */
    public static final List<LayerTensor> EDGES = List.of(
            BASE_WEIGHT,
            BASIS_WEIGHT,
            BASIS_SCALE,
            EDGE_SHIFT,
            EDGE_STRETCH,
            SCALING_WEIGHT,
            SCALING_BIAS,
            BASIS_VALUE,
            RUNNING_MIN,
            RUNNING_MAX);

    private final String part;
    private final Predicate<LayerSpec> where;
    private final double initial;
    private final List<ToIntFunction<LayerSpec>> axes;

    @SafeVarargs
    LayerTensor(String part, Predicate<LayerSpec> where, double initial, ToIntFunction<LayerSpec>... axes) {
        this.part = part;
        this.where = where;
        this.initial = initial;
        this.axes = List.of(axes);
    }

    private static boolean normalizesBatches(LayerSpec layer) {
        return layer.normalization() == Normalization.BATCH;
    }

    private static boolean keepsRange(LayerSpec layer) {
        return layer.scaling() == InputScaling.RUNNING_MIN_MAX && layer.basis().terms() > 0;
    }

    /** The tensors of a layer, in order. */
    public static List<LayerTensor> of(LayerSpec layer) {
        return Arrays.stream(values()).filter(tensor -> tensor.isIn(layer)).toList();
    }

    public boolean isIn(LayerSpec layer) {
        return where.test(layer);
    }

    /** The name in a {@link Model}, for instance {@code layers.0.base_weight}; layers count from 0. */
    public String name(int layer) {
        return "layers." + layer + "." + part;
    }

    public int[] shape(LayerSpec layer) {
        return axes.stream().mapToInt(axis -> axis.applyAsInt(layer)).toArray();
    }

    /** Number of values in a layer. */
    public long size(LayerSpec layer) {
        return Arrays.stream(shape(layer)).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /** Whether it is trained; otherwise it is a running statistic. */
    public boolean trained() {
        return compareTo(RUNNING_MEAN) < 0;
    }

    /** The initial value, unless {@link Initialization} draws it or the basis says it. */
    public double initial() {
        return initial;
    }
}
