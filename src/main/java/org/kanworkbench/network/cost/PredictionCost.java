package org.kanworkbench.network.cost;

import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;

/**
 * Floating-point operations of one prediction by the formulas, not by processor instructions: additions,
 * multiplications, divisions, comparisons, exponentials, sines and roots count one each.
 */
public final class PredictionCost {

    private PredictionCost() {}

    public static long flops(NetworkSpec network) {
        return flops(network.stem())
                + network.layers().stream().mapToLong(PredictionCost::flops).sum();
    }

    private static long flops(Stem stem) {
        return switch (stem) {
            case NoStem _, PositionalEncoding _ -> 0;
            case Convolutions plain -> {
                long sum = 0;
                for (int s = 0; s < plain.channels().size(); s++) {
                    // A product and a sum per weight, bias and ReLU.
                    long perPixel = 2L * plain.inputChannels(s) * Convolutions.KERNEL * Convolutions.KERNEL + 2;
                    sum += plain.channels().get(s) * stage(plain.height(), plain.width(), s, perPixel);
                }
                yield sum;
            }
            case KanConvolutions kan -> {
                long sum = 0;
                for (int s = 0; s < kan.channels().size(); s++) {
                    LayerSpec kernels = kan.kernels(s);
                    long perPixel = 2L * kernels.inputs() * termsMet(kernels)
                            + (kernels.hasBias() ? 1 : 0)
                            + (kan.normalized() ? 7 : 0)
                            + activation(kernels.activation());
                    // All taps that see an input's pixel share its functions.
                    long perInput = basis(kernels.basis())
                            + activation(kernels.base())
                            + (kan.scaling() == KanConvolutions.Scaling.INSTANCE ? 7 : scaling(kernels));
                    long inputs = (long) kan.inputChannels(s) * (kan.height() >> s) * (kan.width() >> s);
                    sum += kernels.outputs() * stage(kan.height(), kan.width(), s, perPixel) + inputs * perInput;
                }
                yield sum;
            }
        };
    }

    /** One output channel of a stage of convolution; pooling takes the largest of four. */
    private static long stage(int height, int width, int stage, long perPixel) {
        return perPixel * (height >> stage) * (width >> stage) + 3L * (height >> stage + 1) * (width >> stage + 1);
    }

    private static long flops(LayerSpec layer) {
        long edges = (long) layer.inputs() * layer.outputs();
        long products = edges * (2L * termsMet(layer) + (layer.hasEdgeScale() ? 1 : 0));
        // An edge's own argument: a difference and a quotient.
        long functions =
                layer.stretchesEdges() ? edges * (2 + basis(layer.basis())) : layer.inputs() * basis(layer.basis());
        long inputs = layer.inputs() * (activation(layer.base()) + scaling(layer)) + functions;
        long bias = (layer.hasBias() ? layer.outputs() : 0) + (layer.basisBias() ? layer.outputs() : 0);
        return products + inputs + bias + norm(layer) + layer.outputs() * activation(layer.activation());
    }

    /** Non-zero terms of an edge: for B-splines, order + 1 at any input. */
    private static int termsMet(LayerSpec layer) {
        return (layer.hasBase() ? 1 : 0) + (layer.basis() instanceof BSpline s ? s.order() + 1 : layer.learnedTerms());
    }

    private static long norm(LayerSpec layer) {
        return switch (layer.normalization()) {
            case NONE -> 0;
            // Mean, variance and root once; then one subtraction, product, scale and shift per output.
            case LAYER -> 3L * layer.outputs() + 3 + 4L * layer.outputs();
            // Statistics are constants at inference: a product and a sum.
            case BATCH -> 2L * layer.outputs();
        };
    }

    private static long scaling(LayerSpec layer) {
        if (layer.basis() instanceof NoBasis) {
            return 0;
        }
        return switch (layer.scaling()) {
            case NONE -> 0;
            case TANH -> activation(Activation.TANH);
            case BATCH_MIN_MAX, RUNNING_MIN_MAX, ROW_MIN_MAX -> 3;
            // As a layer norm of outputs; the root once a row is left out.
            case LAYER_NORM, LAYER_NORM_ALL -> 7;
        };
    }

    private static long activation(Activation activation) {
        return switch (activation) {
            case IDENTITY, ZERO -> 0;
            case RELU -> 1;
            case PRELU -> 2;
            // Exponential, sum, quotient, product.
            case SILU -> 4;
            // tanh x = 1 − 2/(e^2x + 1).
            case TANH -> 5;
            // By a polynomial of degree 5 and an exponential.
            case GELU -> 18;
        };
    }

    /** Cost of one input. */
    private static long basis(Basis basis) {
        return switch (basis) {
            case NoBasis _ -> 0;
            // The order + 1 pieces that are not 0, by de Boor's triangle: five operations per corner.
            case BSpline s -> 5L * s.order() * (s.order() + 1) / 2;
            case FormulaBasis formula -> FormulaCost.of(formula);
        };
    }
}
