package org.kanworkbench.network;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.ReluBump;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.SplineBump;
import org.kanworkbench.network.basis.recurrence.Bessel;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Gegenbauer;
import org.kanworkbench.network.basis.recurrence.Hermite;
import org.kanworkbench.network.basis.recurrence.Jacobi;
import org.kanworkbench.network.basis.recurrence.Laguerre;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.basis.trained.Gram;
import org.kanworkbench.network.basis.trained.Rational;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.basis.wavelet.GaussianWavelet;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;

/** All presets. A faithful preset has its peer's exact arithmetic and recipe; a workbench preset is our own. */
public final class Presets {

    private static final List<Integer> HIDDEN = List.of(64);
    private static final Stem NO_STEM = new NoStem();
    /** KANvolver's and Legendvolver's, for MNIST's images. */
    private static final Stem CONVOLUTIONS = new Convolutions(28, 28, List.of(16, 32));
    /** One more stage detects larger shapes and leaves fewer features for the layers. */
    private static final Stem DEEPER_CONVOLUTIONS = new Convolutions(28, 28, List.of(16, 32, 64));

    /** TorchKAN's recipe (mnist.py): AdamW 1e-3, decay 1e-5, × 0.85 per epoch, batch 64. */
    private static final Recipe TORCHKAN =
            new Recipe(Loss.CROSS_ENTROPY, new Optimizer.AdamW(1e-5), 1e-3, new Schedule.Exponential(0.85), 64, 15);

    /** efficient-kan's example (examples/mnist.py): AdamW 1e-3, decay 1e-4, × 0.8 per epoch, batch 64. */
    private static final Recipe EFFICIENT_KAN =
            TORCHKAN.with(Map.of(RecipeField.WEIGHT_DECAY, 1e-4, RecipeField.GAMMA, 0.8, RecipeField.EPOCHS, 10));

    private static final Recipe WORKBENCH = new Recipe(
                    Loss.CROSS_ENTROPY, new Optimizer.AdamW(1e-2), 3e-3, new Schedule.Cosine(0.1, 0.01), 64, 15)
            .with(Map.of(RecipeField.SHIFT, 1.0, RecipeField.LABEL_SMOOTHING, 0.05));

    /** Convolutions are shift-equivariant and benefit from larger shifts. */
    private static final Recipe CONVOLVED = WORKBENCH.with(RecipeField.SHIFT, 2.0);

    /** For points in the plane and small tables. */
    static final List<Integer> SMALL_HIDDEN = List.of(8);

    /**
     * An epoch of a thousand points has few steps: hence more epochs and a higher learning rate, and no label
     * smoothing, since probabilities are displayed.
     */
    static final Recipe SMALL_RECIPE = WORKBENCH.with(Map.of(
            RecipeField.LEARNING_RATE, 1e-2,
            RecipeField.EPOCHS, 300,
            RecipeField.SHIFT, 0.0,
            RecipeField.LABEL_SMOOTHING, 0.0));

    private static LayerSpec faithful(Basis basis, InputScaling scaling, Activation base, Activation activation) {
        return LayerSpec.plain(basis)
                .with(Map.of(
                        LayerField.SCALING,
                        scaling,
                        LayerField.BASE,
                        base,
                        LayerField.CONSTANT_TERM,
                        ConstantTerm.PER_EDGE,
                        LayerField.BIAS,
                        false,
                        LayerField.NORMALIZATION,
                        Normalization.LAYER,
                        LayerField.ACTIVATION,
                        activation));
    }

    private static Preset faithful(String name, String description, LayerSpec layer) {
        return uniform(name, description, layer, TORCHKAN);
    }

    /** Hidden layers with layer norm; logits plain. */
    private static Preset workbench(String name, String description, Basis basis) {
        LayerSpec form = LayerSpec.plain(basis).with(LayerField.BASE, Activation.SILU);
        LayerSpec hidden = form.with(Map.of(
                LayerField.SCALING, InputScaling.RUNNING_MIN_MAX,
                LayerField.NORMALIZATION, Normalization.LAYER));
        LayerSpec last = form.with(LayerField.SCALING, InputScaling.TANH);
        return new Preset(name, description, NO_STEM, hidden, last, HIDDEN, WORKBENCH);
    }

    private static final LayerSpec EFFICIENT_LAYER = scaled(LayerSpec.plain(new BSpline(5, 3))
            .with(Map.of(
                    LayerField.BASE, Activation.SILU,
                    LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                    LayerField.BIAS, false)));

    /** With edge scales, initialised as efficient-kan's layers. */
    private static LayerSpec scaled(LayerSpec layer) {
        return layer.with(Map.of(LayerField.EDGE_SCALE, true, LayerField.INITIALIZATION, Initialization.SPLINE_NOISE));
    }

    /** Raw powers, one bias each for base and powers, batch norm and ReLU after every layer, the last one too. */
    private static final LayerSpec KANVOLVER_LAYER = LayerSpec.plain(new Monomial(2))
            .with(Map.of(
                    LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                    LayerField.NORMALIZATION, Normalization.BATCH,
                    LayerField.ACTIVATION, Activation.RELU,
                    LayerField.INITIALIZATION, Initialization.LINEAR,
                    LayerField.BASIS_BIAS, true));

    /** Convolutions first; hidden layers with batch norm and ReLU, logits plain. */
    private static Preset convolved(String name, String description, Basis basis) {
        LayerSpec last = LayerSpec.plain(basis).with(LayerField.SCALING, InputScaling.TANH);
        LayerSpec hidden = last.with(Map.of(
                LayerField.NORMALIZATION, Normalization.BATCH,
                LayerField.ACTIVATION, Activation.RELU));
        return new Preset(name, description, DEEPER_CONVOLUTIONS, hidden, last, HIDDEN, CONVOLVED);
    }

    /** Kernels hold a base and a basis on tanh x; then as {@link #convolved}. */
    private static Preset kernels(String name, String description, Basis ofKernels, Basis ofLayers) {
        Preset after = convolved(name, description, ofLayers);
        Stem stem = new KanConvolutions(
                28,
                28,
                1,
                List.of(16, 32),
                ofKernels,
                KanConvolutions.Scaling.TANH,
                Activation.SILU,
                false,
                true,
                Activation.SILU);
        return new Preset(name, description, stem, after.hiddenLayer(), after.lastLayer(), HIDDEN, CONVOLVED);
    }

    /** The notebooks of ChebyKAN and OrthogPolyKANs: Adam 2e-4, batch 64. */
    private static final Recipe NOTEBOOK =
            new Recipe(Loss.CROSS_ENTROPY, new Optimizer.Adam(), 2e-4, new Schedule.Constant(), 64, 30);

    /** Of tanh alone, as ChebyKAN and OrthogPolyKANs: no base, layer norm between the layers, logits plain. */
    private static LayerSpec squashed(Basis basis) {
        return LayerSpec.plain(basis)
                .with(Map.of(LayerField.SCALING, InputScaling.TANH, LayerField.BASE, Activation.ZERO));
    }

    private static Preset squashed(String name, String description, Basis basis) {
        LayerSpec last = squashed(basis);
        LayerSpec hidden = last.with(LayerField.NORMALIZATION, Normalization.LAYER);
        return new Preset(name, description, NO_STEM, hidden, last, HIDDEN, WORKBENCH);
    }

    private static Preset notebook(String name, String description, Basis basis) {
        LayerSpec last = squashed(basis)
                .with(Map.of(
                        LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                        LayerField.BIAS, false,
                        LayerField.INITIALIZATION, Initialization.SMALL_NORMAL));
        LayerSpec hidden = last.with(LayerField.NORMALIZATION, Normalization.LAYER);
        return new Preset(name, description, NO_STEM, hidden, last, List.of(32, 16), NOTEBOOK);
    }

    /** FastKAN's layer, whose base sees the inputs as they are. */
    private static final LayerSpec FAST_LAYER = LayerSpec.plain(new GaussianRbf(8, -2, 2))
            .with(Map.of(LayerField.SCALING, InputScaling.LAYER_NORM, LayerField.BASE, Activation.SILU));

    /** FasterKAN's layer without its backward pass. */
    private static final LayerSpec FASTER_LAYER = LayerSpec.plain(new SechBump(8, -1.2, 1.2))
            .with(Map.of(
                    LayerField.SCALING, InputScaling.LAYER_NORM,
                    LayerField.BASE, Activation.ZERO,
                    LayerField.BIAS, false));

    /** BSRBF-KAN's layer; weights start as those of PyTorch's Linear. */
    private static final LayerSpec BSRBF_LAYER = LayerSpec.plain(new SplineBump(5, 3, -1.5, 1.5))
            .with(Map.of(
                    LayerField.SCALING, InputScaling.LAYER_NORM_ALL,
                    LayerField.BASE, Activation.SILU,
                    LayerField.BIAS, false,
                    LayerField.INITIALIZATION, Initialization.LINEAR));

    /** KAT's: a rational function, then PyTorch's Linear. */
    private static final LayerSpec RATIONAL_LAYER = LayerSpec.plain(new Rational(5, 8, Rational.Start.SILU, false))
            .with(Map.of(
                    LayerField.BASE, Activation.ZERO,
                    LayerField.INITIALIZATION, Initialization.LINEAR));

    /** One form for all layers. */
    private static Preset uniform(String name, String description, LayerSpec layer, Recipe recipe) {
        return new Preset(name, description, NO_STEM, layer, layer, HIDDEN, recipe);
    }

    /** nKAN.py's optimiser; its 500 steps of a full batch of 100 points are epochs of batches here. */
    private static final Recipe NKAN = TORCHKAN.with(Map.of(
            RecipeField.WEIGHT_DECAY, 1e-2,
            RecipeField.LEARNING_RATE, 1e-2,
            RecipeField.SCHEDULE, Schedule.Kind.STEP,
            RecipeField.STEP_EPOCHS, 100,
            RecipeField.GAMMA, 0.9));

    /** Three parallel layers of 64 units with concatenated outputs equal one of 192. */
    private static final List<Integer> LAZY_UNITS = List.of(192);

    private static final LayerSpec DENSE_HIDDEN = LayerSpec.dense(1, 1, Activation.RELU);
    private static final LayerSpec LAZY_HIDDEN = DENSE_HIDDEN.with(LayerField.DROPOUT, 0.1);
    private static final LayerSpec DENSE_LAST = LayerSpec.dense(1, 1, Activation.IDENTITY);

    public static final List<Preset> ALL = List.of(
            workbench("kal-net", "Legendre polynomials on every edge", new Legendre(3)),
            workbench("kac-net", "Chebyshev polynomials on every edge", new Chebyshev(3)),
            workbench("torchkan", "B-splines on every edge", new BSpline(5, 3)),
            convolved("kanvolver", "Convolutions, then powers on every edge", new Monomial(2)),
            convolved("legendvolver", "Convolutions, then Legendre polynomials on every edge", new Legendre(3)),
            kernels(
                    "conv-kal",
                    "Legendre convolutions, then Legendre polynomials on every edge",
                    new Legendre(3),
                    new Legendre(3)),
            kernels(
                    "conv-kagn",
                    "Gram convolutions, then Legendre polynomials on every edge",
                    new Gram(3),
                    new Legendre(3)),
            workbench("kag-net", "Gaussian bumps on every edge", new GaussianRbf(4)),
            workbench("efficient-kan", "B-splines with a scale of their own on every edge", new BSpline(5, 3))
                    .withLayers(Presets::scaled),
            workbench("jacobi-kan", "Jacobi polynomials on every edge", new Jacobi(3, 1, 1)),
            workbench("fourier-kan", "Sines and cosines on every edge", new Fourier(2)),
            uniform("fast-kan", "Gaussian bumps of normalised inputs", FAST_LAYER, WORKBENCH),
            uniform(
                    "faster-kan",
                    "sech² bumps of normalised inputs, with a base",
                    FASTER_LAYER.with(Map.of(LayerField.BASE, Activation.SILU, LayerField.BIAS, true)),
                    WORKBENCH),
            uniform(
                    "bsrbf-kan",
                    "A B-spline plus a Gaussian under each weight, of normalised inputs",
                    BSRBF_LAYER.with(LayerField.BIAS, true),
                    WORKBENCH),
            workbench("sine-kan", "Sines of trained frequencies on every edge", new Sine(5)),
            workbench("relu-kan", "Bumps of ReLUs with trained ends on every edge", new ReluBump(5, 3, -1, 1)),
            workbench(
                    "gr-kan",
                    "A rational function with a trained denominator for each group of inputs",
                    new Rational(5, 8, Rational.Start.SILU, false)),
            workbench(
                    "wav-kan",
                    "A wavelet on every edge, which shifts and stretches it for itself",
                    new GaussianWavelet(2, true)),
            squashed("cheby-kan", "Chebyshev polynomials of tanh x, without a base", new Chebyshev(4)),
            squashed("gegenbauer-kan", "Gegenbauer polynomials of tanh x, without a base", new Gegenbauer(3, 2)),
            squashed("hermite-kan", "Hermite polynomials of tanh x, without a base", new Hermite(3)),
            squashed("laguerre-kan", "Laguerre polynomials of tanh x, without a base", new Laguerre(3, 0)),
            squashed("bessel-kan", "Bessel polynomials of tanh x, without a base", new Bessel(2)),
            new Preset(
                    "mlp",
                    "Dense layers with ReLU, to compare with",
                    NO_STEM,
                    DENSE_HIDDEN,
                    DENSE_LAST,
                    HIDDEN,
                    WORKBENCH),
            new Preset(
                    "lazy-kan",
                    "nKAN.py's network with our recipe: dense layers and dropout, no learnable edge function",
                    new PositionalEncoding(),
                    LAZY_HIDDEN,
                    DENSE_LAST,
                    LAZY_UNITS,
                    WORKBENCH),
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
            uniform(
                    "efficient-kan-faithful",
                    "efficient-kan's KAN to the letter: scaled B-splines on the raw input, SiLU base, no norm",
                    EFFICIENT_LAYER,
                    EFFICIENT_KAN),
            faithful(
                    "kag-net-faithful",
                    "FluxKAN's KAG-Net to the letter: eight Gaussians on batch min-max, layer norm and SiLU on the logits too",
                    faithful(new GaussianRbf(8), InputScaling.BATCH_MIN_MAX, Activation.SILU, Activation.SILU)),
            new Preset(
                    "kanvolver-faithful",
                    "TorchKAN's KANvolver to the letter: convolutions 16 and 32, raw powers, batch norm and ReLU on the logits too",
                    CONVOLUTIONS,
                    KANVOLVER_LAYER,
                    KANVOLVER_LAYER,
                    HIDDEN,
                    TORCHKAN),
            new Preset(
                    "legendvolver-faithful",
                    "TorchKAN's Legendvolver to the letter: convolutions 16 and 32, Legendre on each row's own range",
                    CONVOLUTIONS,
                    faithful(new Legendre(3), InputScaling.ROW_MIN_MAX, Activation.SILU, Activation.SILU),
                    faithful(new Legendre(3), InputScaling.ROW_MIN_MAX, Activation.SILU, Activation.SILU),
                    List.of(256, 128),
                    TORCHKAN),
            uniform(
                    "fast-kan-faithful",
                    "FastKAN to the letter: eight Gaussians of normalised inputs, the base on inputs as they are",
                    FAST_LAYER.with(LayerField.INITIALIZATION, Initialization.WIDE_NORMAL),
                    EFFICIENT_KAN),
            uniform(
                    "faster-kan-faithful",
                    "FasterKAN to the letter: sech² of normalised inputs, only half of the gradient passed back",
                    FASTER_LAYER
                            .withBasis(new SechBump(8, -1.2, 1.2, 0.5))
                            .with(LayerField.INITIALIZATION, Initialization.XAVIER),
                    EFFICIENT_KAN.with(RecipeField.EPOCHS, 15)),
            uniform(
                    "bsrbf-kan-faithful",
                    "BSRBF-KAN to the letter: one weight for B-spline and Gaussian, all of normalised inputs, no bias",
                    BSRBF_LAYER,
                    EFFICIENT_KAN.with(RecipeField.EPOCHS, 15)),
            uniform(
                    "fourier-kan-faithful",
                    "FourierKAN's layer on inputs as they are, with initial weights of ours and TorchKAN's recipe",
                    LayerSpec.plain(new Fourier(5, -Math.PI, Math.PI)).with(LayerField.BASE, Activation.ZERO),
                    TORCHKAN),
            new Preset(
                    "sine-kan-faithful",
                    "SineKAN's arithmetic: trained frequencies, fixed phases, inputs as they are; initial weights of ours",
                    NO_STEM,
                    LayerSpec.plain(new Sine(8)).with(LayerField.BASE, Activation.ZERO),
                    LayerSpec.plain(new Sine(8, 1 / 9.0)).with(LayerField.BASE, Activation.ZERO),
                    HIDDEN,
                    EFFICIENT_KAN),
            uniform(
                    "relu-kan-faithful",
                    "ReLU-KAN to the letter: bumps of ReLUs with trained ends, on inputs as they are",
                    LayerSpec.plain(new ReluBump(5, 3, 0, 1))
                            .with(Map.of(
                                    LayerField.BASE, Activation.ZERO,
                                    LayerField.INITIALIZATION, Initialization.LINEAR)),
                    EFFICIENT_KAN),
            new Preset(
                    "gr-kan-faithful",
                    "GR-KAN's arithmetic and starting functions: rational, in 8 groups, on inputs as they are",
                    NO_STEM,
                    RATIONAL_LAYER.withBasis(new Rational(5, 8, Rational.Start.IDENTITY, false)),
                    RATIONAL_LAYER,
                    HIDDEN,
                    EFFICIENT_KAN),
            uniform(
                    "wav-kan-faithful",
                    "Wav-KAN to the letter, but for a weight that it never uses: Mexican hats, batch norm at the end too",
                    LayerSpec.plain(new GaussianWavelet(2, true))
                            .with(Map.of(
                                    LayerField.BASE, Activation.ZERO,
                                    LayerField.BIAS, false,
                                    LayerField.NORMALIZATION, Normalization.BATCH,
                                    LayerField.INITIALIZATION, Initialization.LINEAR)),
                    EFFICIENT_KAN),
            notebook(
                    "cheby-kan-faithful",
                    "ChebyKAN's network to the letter: Chebyshev on tanh x, a constant on every edge",
                    new Chebyshev(4)),
            notebook(
                    "gegenbauer-kan-faithful",
                    "OrthogPolyKANs' GegenbauerKAN to the letter: α = 3 on tanh x, a constant on every edge",
                    new Gegenbauer(4, 3)),
            notebook(
                    "hermite-kan-faithful",
                    "OrthogPolyKANs' HermiteKAN to the letter: on tanh x, a constant on every edge",
                    new Hermite(4)),
            notebook(
                    "laguerre-kan-faithful",
                    "OrthogPolyKANs' LaguerreKAN to the letter, but one order and α for all layers",
                    new Laguerre(4, -0.5)),
            notebook(
                    "bessel-kan-faithful",
                    "OrthogPolyKANs' BesselKAN to the letter, but one order for all layers: on tanh x, a constant on every edge",
                    new Bessel(3)),
            new Preset(
                    "lazy-kan-faithful",
                    "nKAN.py's Lazy_KAN to the letter: dense layers and dropout, no learnable edge function in it",
                    new PositionalEncoding(),
                    LAZY_HIDDEN,
                    DENSE_LAST,
                    LAZY_UNITS,
                    NKAN),
            new Preset(
                    "mlp-faithful",
                    "A ReLU network with TorchKAN's recipe",
                    NO_STEM,
                    DENSE_HIDDEN,
                    DENSE_LAST,
                    HIDDEN,
                    TORCHKAN));

    private Presets() {}
}
