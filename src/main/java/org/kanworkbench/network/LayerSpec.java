package org.kanworkbench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;

/**
 * One layer: out = dropout(activation(norm(bias + Σ_i w_ji·base(x_i) + Σ_i Σ_k c_jik·φ_k(s(x_i))))). A dense layer is
 * one without basis and with an identity base. The edge functions are those of KAN (Liu et al., 2024) with any basis;
 * see docs/math.
 *
 * @param inputs I, number of inputs
 * @param outputs O, number of outputs
 * @param scaling s; the base activation sees the unscaled x, but for {@link InputScaling#LAYER_NORM_ALL}
 * @param bias whether the layer has a bias; a folded constant adds one anyway
 * @param dropout probability that an output is set to 0 in training
 * @param edgeScale whether every edge has one more trained weight, which multiplies its c_jik: the standalone spline
 *     scale of efficient-kan (github.com/Blealtan/efficient-kan); it has no effect without a basis
 * @param initialization of the edges
 * @param basisBias whether the basis part has a bias of its own beside that of the base part, as KANvolver's
 *     (github.com/1ssb/torchkan): the same functions, but two values that learn
 */
public record LayerSpec(
        int inputs,
        int outputs,
        Basis basis,
        InputScaling scaling,
        Activation base,
        ConstantTerm constantTerm,
        boolean bias,
        Normalization normalization,
        Activation activation,
        double dropout,
        boolean edgeScale,
        Initialization initialization,
        boolean basisBias) {

    public LayerSpec {
        Limits.count("inputs of a layer", inputs, 1, Limits.MAX_UNITS);
        Limits.count("outputs of a layer", outputs, 1, Limits.MAX_UNITS);
        LayerField.BASE.check(base);
        LayerField.ACTIVATION.check(activation);
        if (base == Activation.ZERO && basis.terms() == 0) {
            throw new IllegalArgumentException("layer has neither basis nor base activation: choose at least one");
        }
        LayerField.DROPOUT.check(dropout);
        if (initialization == Initialization.SPLINE_NOISE && !(basis instanceof BSpline)) {
            throw new IllegalArgumentException(
                    "initialization SPLINE_NOISE fits B-splines, not " + basis.label() + ": choose KAIMING");
        }
    }

    /** A dense layer with bias. */
    public static LayerSpec dense(int inputs, int outputs, Activation activation) {
        return plain(new NoBasis()).with(LayerField.ACTIVATION, activation).withSizes(inputs, outputs);
    }

    /** A layer from one input to one output with bias, x as it is for base and basis, and neither norm nor activation. */
    public static LayerSpec plain(Basis basis) {
        return new LayerSpec(
                1,
                1,
                basis,
                InputScaling.NONE,
                Activation.IDENTITY,
                ConstantTerm.FOLDED,
                true,
                Normalization.NONE,
                Activation.IDENTITY,
                0,
                false,
                Initialization.KAIMING,
                false);
    }

    /**
     * Layers one after the other.
     *
     * @param hidden form of every layer but the last
     * @param units of these
     * @param last form of the last layer
     */
    public static List<LayerSpec> stack(
            int inputs, LayerSpec hidden, List<Integer> units, LayerSpec last, int outputs) {
        List<LayerSpec> layers = new ArrayList<>();
        int previous = inputs;
        for (int width : units) {
            layers.add(hidden.withSizes(previous, width));
            previous = width;
        }
        layers.add(last.withSizes(previous, outputs));
        return layers;
    }

    public boolean hasBase() {
        return base != Activation.ZERO;
    }

    /** Whether the basis, at least, sees normalised inputs. */
    public boolean normalizesInputs() {
        return scaling.normalizes() && basis.terms() > 0;
    }

    /** Whether the weights alone do not define the layer's domain: it depends on the inputs of a batch or row. */
    public boolean measuresRange() {
        return scaling.measured() && basis.terms() > 0;
    }

    /** Whether the base activation sees the scaled inputs. */
    public boolean scalesBase() {
        return scaling == InputScaling.LAYER_NORM_ALL && basis.terms() > 0;
    }

    /** Whether the basis has values that are trained. */
    public boolean trainsBasis() {
        return basis instanceof TrainedBasis;
    }

    /** Whether every edge shifts and stretches the basis's argument. */
    public boolean stretchesEdges() {
        return basis instanceof StretchedBasis;
    }

    /** Whether the layer itself learns from the gradients of its inputs, or of what lies between them and the edges. */
    public boolean learnsBelowEdges() {
        return normalizesInputs() || trainsBasis();
    }

    public boolean hasEdgeScale() {
        return edgeScale && learnedTerms() > 0;
    }

    /** Whether the basis's constant is folded into the bias. */
    public boolean foldsConstant() {
        return basis.constantFirst() && constantTerm == ConstantTerm.FOLDED;
    }

    /** Whether the layer has one bias per output, of its own or for folded constants. */
    public boolean hasBias() {
        return bias || foldsConstant();
    }

    /** Number of basis functions with a weight on every edge. */
    public int learnedTerms() {
        return basis.terms() - (foldsConstant() ? 1 : 0);
    }

    /** Number of weights of one edge without its scale: base part and learned basis terms. */
    public int weightsPerEdge() {
        return (hasBase() ? 1 : 0) + learnedTerms();
    }

    /** Number of trained parameters, including norms, biases and slopes. */
    public long parameters() {
        return LayerTensor.of(this).stream()
                .filter(LayerTensor::trained)
                .mapToLong(tensor -> tensor.size(this))
                .sum();
    }

    public <T> LayerSpec with(Field<T> field, T value) {
        return with(basis, Map.of(field, value));
    }

    /** @param changes by field */
    public LayerSpec with(Map<Field<?>, ?> changes) {
        return with(basis, changes);
    }

    /**
     * A layer of another basis, and with other values; a start that is kept but does not fit the basis becomes Kaiming's.
     *
     * @param changes by field
     */
    public LayerSpec with(Basis newBasis, Map<Field<?>, ?> changes) {
        return with(inputs, outputs, newBasis, changes);
    }

    public LayerSpec withSizes(int newInputs, int newOutputs) {
        return with(newInputs, newOutputs, basis, Map.of());
    }

    public LayerSpec withBasis(Basis newBasis) {
        return with(newBasis, Map.of());
    }

    private LayerSpec with(int newInputs, int newOutputs, Basis newBasis, Map<Field<?>, ?> changes) {
        boolean kept = initialization != Initialization.SPLINE_NOISE || newBasis instanceof BSpline;
        Initialization start = kept ? initialization : Initialization.KAIMING;
        Function<Field<?>, Object> all = field -> changes.containsKey(field)
                ? changes.get(field)
                : field == LayerField.INITIALIZATION ? start : field.of(this);
        return new LayerSpec(
                newInputs,
                newOutputs,
                newBasis,
                LayerField.SCALING.among(all),
                LayerField.BASE.among(all),
                LayerField.CONSTANT_TERM.among(all),
                LayerField.BIAS.among(all),
                LayerField.NORMALIZATION.among(all),
                LayerField.ACTIVATION.among(all),
                LayerField.DROPOUT.among(all),
                LayerField.EDGE_SCALE.among(all),
                LayerField.INITIALIZATION.among(all),
                LayerField.BASIS_BIAS.among(all));
    }
}
