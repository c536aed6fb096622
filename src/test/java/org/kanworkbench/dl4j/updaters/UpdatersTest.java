package org.kanworkbench.dl4j.updaters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;

class UpdatersTest {

    private static final double RATE = 0.1;

    static Stream<IUpdater> updaters() {
        return Stream.of(new Momentum(RATE, 0.9), new TorchAdam(RATE, 0.9, 0.999, 1e-8));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void a_configuration_file_brings_the_same_updater_back(IUpdater updater) throws Exception {
        var json = NeuralNetConfiguration.mapper();
        IUpdater back = json.readValue(json.writeValueAsString(updater), IUpdater.class);
        assertThat(back).isEqualTo(updater).hasSameHashCodeAs(updater).isNotSameAs(updater);
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void a_copy_keeps_its_own_rate(IUpdater updater) {
        IUpdater copy = updater.clone();
        copy.setLrAndSchedule(0.5, null);
        assertThat(updater.getLearningRate(0, 0)).isEqualTo(RATE);
        assertThat(copy).isNotEqualTo(updater);
        copy.setLrAndSchedule(0.5, new FixedSchedule(0.25));
        assertThat(copy.hasLearningRate()).isTrue();
        assertThat(copy.getLearningRate(3, 1)).isEqualTo(0.25);
    }

    @Test
    void momentum_sums_gradients_up() {
        assertThat(updates(new Momentum(RATE, 0.5), 1, 1, -2))
                .containsExactly(new double[] {0.1, 0.15, -0.125}, within(1e-6));
    }

    /** Against the arithmetic of PyTorch's manual, in double precision. */
    @Test
    void adam_divides_by_the_root_of_squares() {
        double[] gradients = {1, -0.5, 2};
        double[] wanted = new double[gradients.length];
        double m = 0;
        double v = 0;
        for (int t = 1; t <= gradients.length; t++) {
            double g = gradients[t - 1];
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            wanted[t - 1] =
                    RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8);
        }
        assertThat(updates(new TorchAdam(RATE, 0.9, 0.999, 1e-8), gradients)).containsExactly(wanted, within(1e-5));
    }

    /** What is taken from one parameter, step by step. */
    private static double[] updates(IUpdater updater, double... gradients) {
        GradientUpdater<?> steps = updater.instantiate(Nd4j.create(1, (int) updater.stateSize(1)), true);
        double[] updates = new double[gradients.length];
        for (int i = 0; i < gradients.length; i++) {
            INDArray gradient = Nd4j.create(new float[] {(float) gradients[i]}, 1, 1);
            steps.applyUpdater(gradient, i, 0);
            updates[i] = gradient.getDouble(0);
        }
        return updates;
    }
}
