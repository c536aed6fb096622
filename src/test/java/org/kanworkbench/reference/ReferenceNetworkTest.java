package org.kanworkbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSamples;
import org.kanworkbench.network.NetworkSamples.Batch;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.reference.ReferenceNetwork.Gradients;
import org.kanworkbench.reference.ReferenceNetwork.Loss;

/** The definition's own gradients, against difference quotients of its outputs. */
class ReferenceNetworkTest {

    private static final int ROWS = 4;
    private static final double DIFFERENCE = 1e-6;

    /** Each value costs two passes: of larger tensors as many are drawn. */
    private static final int VALUES = 16;

    static Stream<Arguments> networks() {
        return NetworkSamples.all().flatMap(spec -> Stream.of(arguments(spec, true), arguments(spec, false)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradients_of_tensors_and_inputs_are_the_derivatives_of_the_loss(NetworkSpec spec, boolean training) {
        Model model = Network.initialize(spec, 42).snapshot();
        Batch batch = Batch.draw(spec, ROWS, 7);
        ReferenceNetwork network = new ReferenceNetwork(model);
        network.forward(batch.x(), training);
        // What a pass leaves behind is not there in another one.
        ReferenceNetwork other = new ReferenceNetwork(model);
        Supplier<Loss> loss =
                () -> ReferenceNetwork.crossEntropy(other.forward(batch.x(), training), batch.labels(), 0);
        Gradients gradients = network.backward(loss.get().gradient());
        gradients
                .tensors()
                .forEach((name, gradient) ->
                        assertDerivative(name, gradient, other.values().get(name), loss));
        for (int b = 0; b < ROWS; b++) {
            assertDerivative("inputs of row " + b, gradients.inputs()[b], batch.x()[b], loss);
        }
    }

    private static void assertDerivative(String name, double[] gradient, double[] values, Supplier<Loss> loss) {
        int[] drawn = new Random(values.length)
                .ints(0, values.length)
                .distinct()
                .limit(Math.min(VALUES, values.length))
                .toArray();
        for (int j : drawn) {
            double kept = values[j];
            values[j] = kept + DIFFERENCE;
            double above = loss.get().value();
            values[j] = kept - DIFFERENCE;
            double below = loss.get().value();
            values[j] = kept;
            assertThat(gradient[j])
                    .as("%s[%d]", name, j)
                    .isCloseTo((above - below) / (2 * DIFFERENCE), within(1e-7 + 1e-5 * Math.abs(gradient[j])));
        }
    }

    @Test
    void slopes_at_0_are_those_of_pytorch() {
        assertThat(ReferenceLayer.differentiate(Activation.RELU, 0, 0)).isZero();
        assertThat(ReferenceLayer.differentiate(Activation.PRELU, 0.25, 0)).isEqualTo(0.25);
    }

    @Test
    void squared_error_is_a_mean_over_rows_and_outputs() {
        Loss loss = ReferenceNetwork.squaredError(new double[][] {{1, 2}, {3, 4}}, new double[][] {{1, 0}, {0, 4}});
        assertThat(loss.value()).isEqualTo((4 + 9) / 4.0);
        assertThat(loss.gradient()).isDeepEqualTo(new double[][] {{0, 1}, {1.5, 0}});
    }
}
