package org.kanworkbench.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.Cosines;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Jacobi;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;

/** Layers of every kind, small: each choice of a specification occurs at least once. */
public final class SampleLayers {

    private SampleLayers() {}

    /** By a name that tells what is special; 5 inputs and 4 outputs. Long because it lists every kind. */
    public static Map<String, LayerSpec> all() {
        Map<String, LayerSpec> all = new LinkedHashMap<>();
        all.put(
                "Legendre, running range, SiLU, folded, layer norm",
                layer(
                        new Legendre(4),
                        InputScaling.RUNNING_MIN_MAX,
                        Activation.SILU,
                        ConstantTerm.FOLDED,
                        Normalization.LAYER,
                        Activation.SILU));
        all.put(
                "Legendre 1, batch range, GELU, constants on edges",
                layer(
                        new Legendre(1),
                        InputScaling.BATCH_MIN_MAX,
                        Activation.GELU,
                        ConstantTerm.PER_EDGE,
                        Normalization.NONE,
                        Activation.GELU));
        all.put(
                "Chebyshev, row range, tanh",
                layer(
                        new Chebyshev(3),
                        InputScaling.ROW_MIN_MAX,
                        Activation.TANH,
                        ConstantTerm.PER_EDGE,
                        Normalization.LAYER,
                        Activation.TANH));
        all.put(
                "Monomial, tanh scaling, identity base, batch norm",
                layer(
                        new Monomial(3),
                        InputScaling.TANH,
                        Activation.IDENTITY,
                        ConstantTerm.PER_EDGE,
                        Normalization.BATCH,
                        Activation.RELU));
        all.put(
                "B-spline, order 3, PReLU",
                layer(
                        new BSpline(5, 3),
                        InputScaling.BATCH_MIN_MAX,
                        Activation.SILU,
                        ConstantTerm.FOLDED,
                        Normalization.LAYER,
                        Activation.PRELU));
        all.put(
                "B-spline, order 1, no base",
                layer(
                        new BSpline(4, 1),
                        InputScaling.TANH,
                        Activation.ZERO,
                        ConstantTerm.FOLDED,
                        Normalization.NONE,
                        Activation.IDENTITY));
        all.put(
                "B-spline, order 2, edge scale",
                layer(
                                new BSpline(3, 2, -3, 3),
                                InputScaling.NONE,
                                Activation.SILU,
                                ConstantTerm.FOLDED,
                                Normalization.NONE,
                                Activation.IDENTITY)
                        .with(LayerField.EDGE_SCALE, true)
                        .with(LayerField.INITIALIZATION, Initialization.SPLINE_NOISE));
        all.put(
                "Gaussian, ReLU base, no scaling",
                layer(
                        new GaussianRbf(4, -2, 2),
                        InputScaling.NONE,
                        Activation.RELU,
                        ConstantTerm.FOLDED,
                        Normalization.NONE,
                        Activation.SILU));
        all.put(
                "a basis that nobody knows",
                layer(
                        new Cosines(3),
                        InputScaling.BATCH_MIN_MAX,
                        Activation.SILU,
                        ConstantTerm.FOLDED,
                        Normalization.NONE,
                        Activation.IDENTITY));
        all.put(
                "Fourier",
                layer(
                        new Fourier(3),
                        InputScaling.ROW_MIN_MAX,
                        Activation.SILU,
                        ConstantTerm.FOLDED,
                        Normalization.NONE,
                        Activation.IDENTITY));
        all.put(
                "Jacobi, constants on edges",
                layer(
                        new Jacobi(3, 0.5, -0.3),
                        InputScaling.TANH,
                        Activation.SILU,
                        ConstantTerm.PER_EDGE,
                        Normalization.NONE,
                        Activation.IDENTITY));
        all.put(
                "Gaussian, layer norm of the basis's inputs",
                layer(
                        new GaussianRbf(5, -2, 2),
                        InputScaling.LAYER_NORM,
                        Activation.SILU,
                        ConstantTerm.FOLDED,
                        Normalization.NONE,
                        Activation.IDENTITY));
        all.put(
                "Sech, layer norm of all inputs, identity base",
                layer(
                        new SechBump(5, -2, 2),
                        InputScaling.LAYER_NORM_ALL,
                        Activation.IDENTITY,
                        ConstantTerm.FOLDED,
                        Normalization.LAYER,
                        Activation.TANH));
        all.put("dense", LayerSpec.dense(5, 4, Activation.TANH));
        LayerSpec linear = all.get("Monomial, tanh scaling, identity base, batch norm");
        all.put(
                "a bias for the basis part",
                new LayerSpec(
                        5,
                        4,
                        linear.basis(),
                        linear.scaling(),
                        linear.base(),
                        ConstantTerm.FOLDED,
                        true,
                        Normalization.NONE,
                        Activation.IDENTITY,
                        0,
                        false,
                        Initialization.LINEAR,
                        true));
        return all;
    }

    private static LayerSpec layer(
            Basis basis,
            InputScaling scaling,
            Activation base,
            ConstantTerm term,
            Normalization normalization,
            Activation activation) {
        return LayerSpec.plain(basis)
                .with(Map.of(
                        LayerField.SCALING, scaling,
                        LayerField.BASE, base,
                        LayerField.CONSTANT_TERM, term,
                        LayerField.NORMALIZATION, normalization,
                        LayerField.ACTIVATION, activation))
                .withSizes(5, 4);
    }
}
