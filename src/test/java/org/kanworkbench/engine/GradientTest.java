package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Augmentation;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.Chebyshev;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Fourier;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Jacobi;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Loss;
import org.kanworkbench.network.Monomial;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.NoBasis;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Optimizer;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Schedule;
import org.kanworkbench.network.Tensor;

/** Outputs and gradients of every kind of layer, against float64 definitions and their difference quotients. */
class GradientTest {

    private static final int ROWS = 9;
    private static final int INPUTS = 5;
    private static final int HIDDEN = 6;
    private static final int CLASSES = 3;
    private static final double DIFFERENCE = 1e-5;

    /** Long because it lists every kind. */
    static Stream<LayerSpec> layers() {
        List<Basis> bases = List.of(
                new Legendre(3),
                new Legendre(1),
                new Chebyshev(5),
                new Monomial(3),
                new BSpline(5, 3),
                new BSpline(4, 2),
                new BSpline(6, 4),
                new GaussianRbf(6),
                new Jacobi(3, 1, 0.5),
                new Fourier(2));
        List<LayerSpec> layers = new ArrayList<>();
        for (Basis basis : bases) {
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
        layers.add(new LayerSpec(
                1,
                1,
                new Legendre(3),
                InputScaling.BATCH_MIN_MAX,
                Activation.SILU,
                ConstantTerm.PER_EDGE,
                false,
                Normalization.LAYER,
                Activation.SILU,
                0));
        layers.add(layer(new BSpline(5, 3), InputScaling.TANH, Activation.SILU, Normalization.NONE, Activation.IDENTITY)
                .withEdgeScale(true)
                .withInitialization(Initialization.SPLINE_NOISE));
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
        return new LayerSpec(1, 1, basis, scaling, base, ConstantTerm.FOLDED, true, norm, activation, 0);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void outputs_and_gradients_agree_with_the_definition(LayerSpec layer) throws NonFiniteException {
        NetworkSpec spec = new NetworkSpec(List.of(layer.withSizes(INPUTS, HIDDEN), layer.withSizes(HIDDEN, CLASSES)));
        Network network = Network.initialize(spec, 42);
        ReferenceNetwork reference = new ReferenceNetwork(network.snapshot());
        Inputs inputs = Inputs.draw(7);
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(network, recipe(), OptionalDouble.empty(), workers, 0);
            Map<String, Tensor> gradients = step.gradients(inputs.flat, inputs.labels, null, ROWS);
            assertThat(step.loss()).isCloseTo(reference.crossEntropy(inputs.x, inputs.labels), Offset.offset(1e-5));
            gradients.forEach((name, tensor) -> assertGradient(reference, inputs, name, tensor.values()));
        }
    }

    private static void assertGradient(ReferenceNetwork reference, Inputs inputs, String name, float[] gradient) {
        double[] values = reference.values.get(name);
        double[] expected = new double[values.length];
        double largest = 1e-3;
        for (int j = 0; j < values.length; j++) {
            double kept = values[j];
            values[j] = kept + DIFFERENCE;
            double above = reference.crossEntropy(inputs.x, inputs.labels);
            values[j] = kept - DIFFERENCE;
            double below = reference.crossEntropy(inputs.x, inputs.labels);
            values[j] = kept;
            expected[j] = (above - below) / (2 * DIFFERENCE);
            largest = Math.max(largest, Math.abs(expected[j]));
        }
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) gradient[j])
                    .as("%s[%d]", name, j)
                    .isCloseTo(expected[j], Offset.offset(2e-4 * largest));
        }
    }

    @Test
    void skipping_the_background_changes_nothing_but_rounding() throws NonFiniteException {
        for (Basis basis :
                List.of(new Legendre(3), new BSpline(5, 3), new GaussianRbf(8), new Fourier(3), new Jacobi(4, 1, 0))) {
            for (InputScaling scaling : InputScaling.values()) {
                for (ConstantTerm constant : ConstantTerm.values()) {
                    assertBackgroundIsSkippedExactly(new LayerSpec(
                            1,
                            1,
                            basis,
                            scaling,
                            Activation.SILU,
                            constant,
                            false,
                            Normalization.NONE,
                            Activation.SILU,
                            0));
                }
            }
        }
    }

    private static void assertBackgroundIsSkippedExactly(LayerSpec layer) throws NonFiniteException {
        NetworkSpec spec = new NetworkSpec(List.of(layer.withSizes(INPUTS, 70), layer.withSizes(70, CLASSES)));
        Inputs inputs = Inputs.draw(11);
        for (int j = 0; j < inputs.flat.length; j++) {
            inputs.flat[j] = j % 3 == 0 ? inputs.flat[j] : -1;
        }
        try (Workers workers = new Workers(1)) {
            Map<String, Tensor> dense = gradients(spec, inputs, OptionalDouble.empty(), workers);
            Map<String, Tensor> sparse = gradients(spec, inputs, OptionalDouble.of(-1), workers);
            dense.forEach((name, tensor) -> {
                float largest = 1;
                for (float value : tensor.values()) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertThat(sparse.get(name).values())
                        .as("%s of %s", name, layer)
                        .usingComparatorWithPrecision(2e-5f * largest)
                        .containsExactly(tensor.values());
            });
        }
    }

    private static Map<String, Tensor> gradients(
            NetworkSpec spec, Inputs inputs, OptionalDouble background, Workers workers) throws NonFiniteException {
        TrainingStep step = new TrainingStep(Network.initialize(spec, 5), recipe(), background, workers, 0);
        return step.gradients(inputs.flat, inputs.labels, null, ROWS);
    }

    private static Recipe recipe() {
        return new Recipe(
                Loss.CROSS_ENTROPY,
                new Optimizer.AdamW(0),
                1e-3,
                new Schedule.Constant(),
                ROWS,
                1,
                Augmentation.NONE,
                0);
    }

    private record Inputs(double[][] x, float[] flat, int[] labels) {

        static Inputs draw(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] x = new double[ROWS][INPUTS];
            float[] flat = new float[ROWS * INPUTS];
            int[] labels = new int[ROWS];
            for (int b = 0; b < ROWS; b++) {
                for (int i = 0; i < INPUTS; i++) {
                    flat[b * INPUTS + i] = (float) random.nextDouble(-0.95, 0.95);
                    x[b][i] = flat[b * INPUTS + i];
                }
                labels[b] = random.nextInt(CLASSES);
            }
            return new Inputs(x, flat, labels);
        }
    }
}
