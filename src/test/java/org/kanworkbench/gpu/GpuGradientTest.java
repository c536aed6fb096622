package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.engine.Gradients;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSamples;
import org.kanworkbench.network.NetworkSamples.Batch;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.reference.ReferenceNetwork;
import org.kanworkbench.training.Task;

/** Outputs and gradients of every kind of layer on OpenCL, against the definition in float64. */
@Timeout(240)
class GpuGradientTest {

    private static final int ROWS = 9;

    /**
     * Every basis under one scaling and all that is no pair of these, as a driver takes half a second to build a kernel. With
     * {@code -Dopencl.samples=all}, every pair.
     */
    static Stream<NetworkSpec> samples() {
        return NetworkSamples.all()
                .filter(spec -> SomeDevice.tryAll() || isChosen(spec.layers().getLast()));
    }

    private static boolean isChosen(LayerSpec layer) {
        boolean pair = layer.base() == Activation.SILU && layer.normalization() == Normalization.LAYER;
        int turn = Math.floorMod(layer.basis().family().hashCode(), InputScaling.values().length);
        return !pair || layer.scaling().ordinal() == turn;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void outputs_and_gradients_are_those_of_the_definition(NetworkSpec spec) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Model model = Network.initialize(spec, 42).snapshot();
        ReferenceNetwork reference = new ReferenceNetwork(model);
        Batch batch = Batch.draw(spec, ROWS, 7);
        double[][] y = reference.forward(batch.x(), true);
        ReferenceNetwork.Loss loss = ReferenceNetwork.crossEntropy(y, batch.labels(), 0);
        Map<String, double[]> expected = reference.backward(loss.gradient()).tensors();
        Recipe recipe = new Recipe(Loss.CROSS_ENTROPY, new Optimizer.Sgd(0, 0), 1e-3, new Schedule.Constant(), ROWS, 1);
        FloatFeatures features = new FloatFeatures(batch.flat(), spec.inputs());
        try (Workers workers = new Workers(1);
                DeviceStepper stepper = new DeviceStepper(
                        device,
                        new AtomicLong(),
                        new Task(
                                model,
                                recipe,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                features,
                                features,
                                ROWS,
                                workers))) {
            Map<String, Tensor> gradients = Gradients.of(stepper, batch.flat(), batch.labels(), null, ROWS);
            assertClose(
                    "outputs",
                    stepper.outputs(ROWS),
                    Arrays.stream(y).flatMapToDouble(Arrays::stream).toArray());
            assertThat(gradients.keySet()).isEqualTo(expected.keySet());
            gradients.forEach((name, tensor) -> assertClose(name, tensor.values(), expected.get(name)));
        }
    }

    /** Within 2e-4 of the largest value. */
    static void assertClose(String name, float[] values, double[] expected) {
        double largest =
                Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) values[j]).as("%s[%d]", name, j).isCloseTo(expected[j], within(2e-4 * largest));
        }
    }
}
