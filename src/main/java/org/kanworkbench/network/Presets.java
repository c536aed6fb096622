package org.kanworkbench.network;

import java.util.List;

/** Every preset. A faithful one has its peer's exact arithmetic and recipe; a workbench one is ours. */
public final class Presets {

    private static final List<Integer> HIDDEN = List.of(64);

    /** TorchKAN's recipe (mnist.py): AdamW 1e-3, decay 1e-5, × 0.85 an epoch, batch 64. */
    private static final Recipe TORCHKAN = new Recipe(
            Loss.CROSS_ENTROPY,
            new Optimizer.AdamW(1e-5),
            1e-3,
            new Schedule.Exponential(0.85),
            64,
            15,
            Augmentation.NONE,
            0);

    /** efficient-kan's example (examples/mnist.py): AdamW 1e-3, decay 1e-4, × 0.8 an epoch, batch 64. */
    private static final Recipe EFFICIENT_KAN = new Recipe(
            Loss.CROSS_ENTROPY,
            new Optimizer.AdamW(1e-4),
            1e-3,
            new Schedule.Exponential(0.8),
            64,
            10,
            Augmentation.NONE,
            0);

    private static final Recipe WORKBENCH = new Recipe(
            Loss.CROSS_ENTROPY,
            new Optimizer.AdamW(1e-2),
            3e-3,
            new Schedule.Cosine(0.1, 0.01),
            64,
            15,
            new Augmentation(1, 0, 0),
            0.05);

    private static LayerSpec faithful(Basis basis, InputScaling scaling, Activation base, Activation activation) {
        return new LayerSpec(
                1, 1, basis, scaling, base, ConstantTerm.PER_EDGE, false, Normalization.LAYER, activation, 0);
    }

    private static Preset faithful(String name, String description, LayerSpec layer) {
        return new Preset(name, description, layer, layer, HIDDEN, TORCHKAN);
    }

    /** Hidden layers with layer norm; logits plain. */
    private static Preset workbench(String name, String description, Basis basis) {
        LayerSpec hidden = new LayerSpec(
                1,
                1,
                basis,
                InputScaling.RUNNING_MIN_MAX,
                Activation.SILU,
                ConstantTerm.FOLDED,
                true,
                Normalization.LAYER,
                Activation.IDENTITY,
                0);
        LayerSpec last = new LayerSpec(
                1,
                1,
                basis,
                InputScaling.TANH,
                Activation.SILU,
                ConstantTerm.FOLDED,
                true,
                Normalization.NONE,
                Activation.IDENTITY,
                0);
        return new Preset(name, description, hidden, last, HIDDEN, WORKBENCH);
    }

    private static final LayerSpec EFFICIENT_LAYER = new LayerSpec(
            1,
            1,
            new BSpline(5, 3),
            InputScaling.NONE,
            Activation.SILU,
            ConstantTerm.PER_EDGE,
            false,
            Normalization.NONE,
            Activation.IDENTITY,
            0,
            true,
            Initialization.SPLINE_NOISE);

    /** With an edge scale, and beginning as efficient-kan's layers. */
    private static Preset scaled(Preset preset) {
        return new Preset(
                preset.name(),
                preset.description(),
                scaled(preset.hiddenLayer()),
                scaled(preset.lastLayer()),
                preset.hidden(),
                preset.recipe());
    }

    private static LayerSpec scaled(LayerSpec layer) {
        return layer.withEdgeScale(true).withInitialization(Initialization.SPLINE_NOISE);
    }

    private static final LayerSpec DENSE_HIDDEN = LayerSpec.dense(1, 1, Activation.RELU);
    private static final LayerSpec DENSE_LAST = LayerSpec.dense(1, 1, Activation.IDENTITY);

    public static final List<Preset> ALL = List.of(
            workbench("kal-net", "Legendre polynomials on every edge", new Legendre(3)),
            workbench("kac-net", "Chebyshev polynomials on every edge", new Chebyshev(3)),
            workbench("torchkan", "B-splines on every edge", new BSpline(5, 3)),
            workbench("kag-net", "Gaussian bumps on every edge", new GaussianRbf(4)),
            scaled(workbench("efficient-kan", "B-splines with a scale of their own on every edge", new BSpline(5, 3))),
            new Preset("mlp", "Dense layers with ReLU, to compare with", DENSE_HIDDEN, DENSE_LAST, HIDDEN, WORKBENCH),
            faithful(
                    "kal-net-faithful",
                    "TorchKAN's KAL_Net to the letter: batch min-max, layer norm and SiLU on the logits too",
                    faithful(new Legendre(3), InputScaling.BATCH_MIN_MAX, Activation.SILU, Activation.SILU)),
            faithful(
                    "kac-net-faithful",
                    "TorchKAN's KAC_Net to the letter: batch min-max, layer norm and SiLU on the logits too",
                    faithful(new Chebyshev(3), InputScaling.BATCH_MIN_MAX, Activation.SILU, Activation.SILU)),
            faithful(
                    "torchkan-faithful",
                    "TorchKAN's KAN to the letter: B-splines on the raw input, GELU base, layer norm, PReLU",
                    faithful(new BSpline(5, 3), InputScaling.NONE, Activation.GELU, Activation.PRELU)),
            new Preset(
                    "efficient-kan-faithful",
                    "efficient-kan's KAN to the letter: scaled B-splines on the raw input, SiLU base, no norm",
                    EFFICIENT_LAYER,
                    EFFICIENT_LAYER,
                    HIDDEN,
                    EFFICIENT_KAN),
            faithful(
                    "kag-net-faithful",
                    "FluxKAN's KAG-Net to the letter: eight Gaussians on batch min-max, layer norm and SiLU on the logits too",
                    faithful(new GaussianRbf(8), InputScaling.BATCH_MIN_MAX, Activation.SILU, Activation.SILU)),
            new Preset(
                    "mlp-faithful",
                    "A 784-64-10 ReLU network with TorchKAN's recipe",
                    DENSE_HIDDEN,
                    DENSE_LAST,
                    HIDDEN,
                    TORCHKAN));

    private Presets() {}
}
