package org.kanworkbench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.trained.Gram;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;

/** Small networks of every kind, for tests that go through all of them. */
public final class NetworkSamples {

    private static final int INPUTS = 5;
    private static final int HIDDEN = 6;
    private static final int CLASSES = 3;

    private NetworkSamples() {}

    public static Stream<NetworkSpec> all() {
        return Stream.concat(stacks(), stems());
    }

    /** Two layers: every basis under every scaling, every norm, activation and base. */
    public static Stream<NetworkSpec> stacks() {
        return layers().map(layer ->
                new NetworkSpec(List.of(layer.withSizes(INPUTS, HIDDEN), layer.withSizes(HIDDEN, CLASSES))));
    }

    /** One layer under every stem, images of odd sizes and channels that fill no vector among them. */
    public static Stream<NetworkSpec> stems() {
        return Stream.of(
                        new PositionalEncoding(),
                        new Convolutions(6, 8, List.of(3)),
                        new Convolutions(6, 8, List.of(16)),
                        new Convolutions(6, 8, List.of(4, 5)),
                        new Convolutions(6, 8, List.of(1, 5)),
                        new Convolutions(7, 9, List.of(17, 33)),
                        new Convolutions(14, 12, List.of(3, 4, 5)),
                        kernels(new Legendre(2), KanConvolutions.Scaling.TANH, Activation.SILU, Activation.SILU),
                        kernels(new Gram(3), KanConvolutions.Scaling.TANH, Activation.SILU, Activation.PRELU),
                        kernels(new GaussianRbf(4), KanConvolutions.Scaling.INSTANCE, Activation.SILU, Activation.TANH),
                        kernels(new BSpline(4, 3), KanConvolutions.Scaling.NONE, Activation.ZERO, Activation.IDENTITY),
                        kernels(new NoBasis(), KanConvolutions.Scaling.NONE, Activation.IDENTITY, Activation.RELU))
                .map(NetworkSamples::under);
    }

    /** Two stages on images of three colours. */
    private static Stem kernels(Basis basis, KanConvolutions.Scaling scaling, Activation base, Activation activation) {
        return new KanConvolutions(6, 5, 3, List.of(2, 4), basis, scaling, base, true, true, activation);
    }

    public static NetworkSpec under(Stem stem) {
        int inputs = stem.channels().isEmpty() ? 6 : stem.usualInputs();
        LayerSpec layer = LayerSpec.plain(new Legendre(2))
                .with(Map.of(
                        LayerField.SCALING, InputScaling.ROW_MIN_MAX,
                        LayerField.BASE, Activation.SILU,
                        LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                        LayerField.BIAS, false))
                .withSizes(stem.features(inputs), CLASSES);
        return new NetworkSpec(stem, List.of(layer));
    }

    /** Random rows and labels for a network, for the engine and for the reference. */
    public record Batch(double[][] x, float[] flat, int[] labels) {

        public static Batch draw(NetworkSpec spec, int rows, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] x = new double[rows][spec.inputs()];
            float[] flat = new float[rows * spec.inputs()];
            int[] labels = new int[rows];
            for (int b = 0; b < rows; b++) {
                for (int i = 0; i < spec.inputs(); i++) {
                    flat[b * spec.inputs() + i] = (float) random.nextDouble(-0.95, 0.95);
                    x[b][i] = flat[b * spec.inputs() + i];
                }
                labels[b] = random.nextInt(spec.outputs());
            }
            return new Batch(x, flat, labels);
        }
    }

    /** Long because it lists every kind. */
    private static Stream<LayerSpec> layers() {
        List<LayerSpec> layers = new ArrayList<>();
        for (Basis basis : BasisSamples.usual()) {
            for (InputScaling scaling : InputScaling.values()) {
                layers.add(layer(basis, scaling, Activation.SILU, Normalization.LAYER, Activation.SILU));
            }
        }
        for (Normalization norm : Normalization.values()) {
            for (Activation activation : List.of(
                    Activation.IDENTITY,
                    Activation.SILU,
                    Activation.GELU,
                    Activation.TANH,
                    Activation.RELU,
                    Activation.PRELU)) {
                layers.add(layer(new Legendre(2), InputScaling.TANH, Activation.GELU, norm, activation));
            }
        }
        for (Activation base : List.of(
                Activation.ZERO,
                Activation.IDENTITY,
                Activation.SILU,
                Activation.GELU,
                Activation.TANH,
                Activation.RELU)) {
            layers.add(layer(new Chebyshev(3), InputScaling.NONE, base, Normalization.NONE, Activation.SILU));
        }
        layers.add(layer(new NoBasis(), InputScaling.NONE, Activation.IDENTITY, Normalization.BATCH, Activation.RELU));
        layers.add(LayerSpec.plain(new Legendre(3))
                .with(Map.of(
                        LayerField.SCALING, InputScaling.BATCH_MIN_MAX,
                        LayerField.BASE, Activation.SILU,
                        LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                        LayerField.BIAS, false,
                        LayerField.NORMALIZATION, Normalization.LAYER,
                        LayerField.ACTIVATION, Activation.SILU)));
        layers.add(layer(new BSpline(5, 3), InputScaling.TANH, Activation.SILU, Normalization.NONE, Activation.IDENTITY)
                .with(LayerField.EDGE_SCALE, true)
                .with(LayerField.INITIALIZATION, Initialization.SPLINE_NOISE));
        layers.add(new LayerSpec(
                1,
                1,
                new Legendre(3),
                InputScaling.NONE,
                Activation.ZERO,
                ConstantTerm.PER_EDGE,
                true,
                Normalization.NONE,
                Activation.SILU,
                0,
                true,
                Initialization.KAIMING,
                false));
        return layers.stream();
    }

    private static LayerSpec layer(
            Basis basis, InputScaling scaling, Activation base, Normalization norm, Activation activation) {
        return LayerSpec.plain(basis)
                .with(Map.of(
                        LayerField.SCALING, scaling,
                        LayerField.BASE, base,
                        LayerField.NORMALIZATION, norm,
                        LayerField.ACTIVATION, activation));
    }
}
