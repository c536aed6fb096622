package org.kanworkbench.network;

import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.NoBasis;

/**
 * One layer: out = dropout(activation(norm(bias + Σ_i w_ji·base(x_i) + Σ_i Σ_k c_jik·φ_k(s(x_i))))). A dense layer is
 * one without basis and with an identity base. The edge functions are those of KAN (Liu et al., 2024) with any basis;
 * see docs/math.
 *
 * @param inputs I, number of inputs
 * @param outputs O, number of outputs
 * @param scaling s; the base activation sees the unscaled x
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
        if (base == Activation.PRELU) {
            throw new IllegalArgumentException(
                    "base activation is PRELU: choose IDENTITY, SILU, GELU, TANH, RELU or ZERO");
        }
        if (activation == Activation.ZERO) {
            throw new IllegalArgumentException("activation is ZERO: choose IDENTITY, SILU, GELU, TANH, RELU or PRELU");
        }
        if (base == Activation.ZERO && basis.terms() == 0) {
            throw new IllegalArgumentException("layer has neither basis nor base activation: choose at least one");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ": choose 0 up to, not including, 1");
        }
        if (initialization == Initialization.SPLINE_NOISE && !(basis instanceof BSpline)) {
            throw new IllegalArgumentException(
                    "initialization SPLINE_NOISE fits B-splines, not " + basis.label() + ": choose KAIMING");
        }
    }

    /** Creates a layer without edge scales, with {@link Initialization#KAIMING}. */
    public LayerSpec(
            int inputs,
            int outputs,
            Basis basis,
            InputScaling scaling,
            Activation base,
            ConstantTerm constantTerm,
            boolean bias,
            Normalization normalization,
            Activation activation,
            double dropout) {
        this(
                inputs,
                outputs,
                basis,
                scaling,
                base,
                constantTerm,
                bias,
                normalization,
                activation,
                dropout,
                false,
                Initialization.KAIMING,
                false);
    }

    /** A dense layer with bias. */
    public static LayerSpec dense(int inputs, int outputs, Activation activation) {
        return new LayerSpec(
                inputs,
                outputs,
                new NoBasis(),
                InputScaling.NONE,
                Activation.IDENTITY,
                ConstantTerm.FOLDED,
                true,
                Normalization.NONE,
                activation,
                0);
    }

    public boolean hasBase() {
        return base != Activation.ZERO;
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

    public LayerSpec withSizes(int newInputs, int newOutputs) {
        return with(newInputs, newOutputs, basis, edgeScale, initialization);
    }

    public LayerSpec withBasis(Basis newBasis) {
        return with(inputs, outputs, newBasis, edgeScale, initialization);
    }

    public LayerSpec withEdgeScale(boolean scaled) {
        return with(inputs, outputs, basis, scaled, initialization);
    }

    public LayerSpec withInitialization(Initialization start) {
        return with(inputs, outputs, basis, edgeScale, start);
    }

    private LayerSpec with(int newInputs, int newOutputs, Basis newBasis, boolean scaled, Initialization start) {
        return new LayerSpec(
                newInputs,
                newOutputs,
                newBasis,
                scaling,
                base,
                constantTerm,
                bias,
                normalization,
                activation,
                dropout,
                scaled,
                start,
                basisBias);
    }
}
