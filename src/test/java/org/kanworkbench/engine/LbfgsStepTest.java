package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.optimize.Lbfgs;
import org.kanworkbench.reference.ReferenceNetwork;

/** Full-batch steps against L-BFGS on the reference in float64, and what resuming and stopping promise. */
class LbfgsStepTest {

    private static final int INPUTS = 3;
    private static final int CLASSES = 2;
    private static final int ROWS = 90;
    private static final int BATCH = 40;

    private final double[][] x = new double[ROWS][INPUTS];
    private final int[] labels = new int[ROWS];

    LbfgsStepTest() {
        SplittableRandom random = new SplittableRandom(4);
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < INPUTS; i++) {
                x[r][i] = (float) random.nextDouble(-1, 1);
            }
            labels[r] = x[r][0] * x[r][1] > 0.3 * x[r][2] ? 1 : 0;
        }
    }

    /** The rows in batches, of which the last one is smaller. */
    private final class Rows implements FullBatch {
        private final float[] inputs = new float[BATCH * INPUTS];
        private final int[] classes = new int[BATCH];
        private int from;

        @Override
        public void restart() {
            from = 0;
        }

        @Override
        public int next() {
            int rows = Math.min(BATCH, ROWS - from);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < INPUTS; i++) {
                    inputs[r * INPUTS + i] = (float) x[from + r][i];
                }
                classes[r] = labels[from + r];
            }
            from += rows;
            return rows;
        }

        @Override
        public float[] x() {
            return inputs;
        }

        @Override
        public int[] labels() {
            return classes;
        }
    }

    private static Model start(String preset) {
        NetworkSpec spec = Preset.named(preset).orElseThrow().network(INPUTS, List.of(5), CLASSES);
        return Network.initialize(spec, 3).snapshot();
    }

    /** A network in training. */
    private record Training(Network network, LbfgsStep step) {
        Training(Model model, Optional<OptimizerState> state, Workers workers) {
            this(Network.of(model), 0, state, workers);
        }

        private Training(Network network, double smoothing, Optional<OptimizerState> state, Workers workers) {
            this(
                    network,
                    new LbfgsStep(
                            new NetworkGradients(
                                    network,
                                    new TrainingStep(
                                            network,
                                            new Recipe(
                                                            Loss.CROSS_ENTROPY,
                                                            new Optimizer.Lbfgs(),
                                                            1,
                                                            new Schedule.Constant(),
                                                            BATCH,
                                                            1)
                                                    .with(RecipeField.LABEL_SMOOTHING, smoothing),
                                            OptionalDouble.empty(),
                                            workers,
                                            0)),
                            state));
        }
    }

    private void steps(Training training, int count) throws NonFiniteException {
        for (int n = 0; n < count; n++) {
            assertThat(training.step.step(new Rows(), () -> true)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void steps_are_those_of_the_reference_in_float64(double smoothing) throws NonFiniteException {
        Model model = start("efficient-kan-faithful");
        ReferenceNetwork reference = new ReferenceNetwork(model);
        List<String> names = trained(reference, model.network());
        double[] first = flat(reference.values(), names);
        Lbfgs wanted = new Lbfgs(
                (at, gradient) -> {
                    write(at, reference, names);
                    double[][] y = reference.forward(x, true);
                    ReferenceNetwork.Loss loss = ReferenceNetwork.crossEntropy(y, labels, smoothing);
                    double[] g = flat(reference.backward(loss.gradient()).tensors(), names);
                    System.arraycopy(g, 0, gradient, 0, g.length);
                    // That loss has no smoothing, its gradient has.
                    double smoothed = 0;
                    for (int r = 0; r < ROWS; r++) {
                        for (int o = 0; o < CLASSES; o++) {
                            double probability = Math.exp(y[r][o]) / (Math.exp(y[r][0]) + Math.exp(y[r][1]));
                            double target = smoothing / CLASSES + (o == labels[r] ? 1 - smoothing : 0);
                            smoothed -= target * Math.log(probability) / ROWS;
                        }
                    }
                    return smoothed;
                },
                first,
                Lbfgs.History.FLOAT64);
        wanted.begin();
        try (Workers workers = new Workers(1)) {
            Training training = new Training(Network.of(model), smoothing, Optional.empty(), workers);
            for (int n = 0; n < 8; n++) {
                steps(training, 1);
                assertThat(wanted.step()).isTrue();

                write(wanted.x(), reference, names);
                double loss = ReferenceNetwork.crossEntropy(reference.forward(x, true), labels, 0)
                        .value();
                assertThat(training.step.scores().loss()).as("step " + n).isCloseTo(loss, within(2e-4 * loss));
            }
            assertThat(training.step.scores().loss()).isLessThan(0.4);
            assertThat(training.step.scores().correct()).isEqualTo(correct(reference));
        }
    }

    private static void write(double[] from, ReferenceNetwork reference, List<String> names) {
        int n = 0;
        for (String name : names) {
            double[] values = reference.values().get(name);
            System.arraycopy(from, n, values, 0, values.length);
            n += values.length;
        }
    }

    private int correct(ReferenceNetwork reference) {
        double[][] y = reference.forward(x, true);
        int correct = 0;
        for (int r = 0; r < ROWS; r++) {
            correct += (y[r][1] > y[r][0] ? 1 : 0) == labels[r] ? 1 : 0;
        }
        return correct;
    }

    private static List<String> trained(ReferenceNetwork reference, NetworkSpec network) {
        List<String> names = new ArrayList<>(reference.values().keySet());
        for (int l = 0; l < network.layers().size(); l++) {
            for (LayerTensor tensor : LayerTensor.values()) {
                if (!tensor.trained()) {
                    names.remove(tensor.name(l));
                }
            }
        }
        return names;
    }

    private static double[] flat(Map<String, double[]> tensors, List<String> names) {
        return names.stream()
                .flatMapToDouble(name -> Arrays.stream(tensors.get(name)))
                .toArray();
    }

    /** Of which some keep running statistics, and one scales its edges. */
    @ParameterizedTest
    @ValueSource(strings = {"torchkan", "kal-net", "kag-net", "efficient-kan", "kac-net"})
    void a_step_that_is_given_up_or_resumed_anywhere_ends_as_one_that_was_not(String preset) throws NonFiniteException {
        Model model = start(preset);
        Model wanted;
        try (Workers two = new Workers(2)) {
            Training whole = new Training(model, Optional.empty(), two);
            steps(whole, 6);
            wanted = whole.network.snapshot();
        }
        try (Workers one = new Workers(1)) {
            Training training = new Training(model, Optional.empty(), one);
            for (int n = 0; n < 6; n++) {
                Model before = training.network.snapshot();

                assertThat(training.step.step(new Rows(), after(n % 3)))
                        .as("given up")
                        .isFalse();

                assertThat(training.network.snapshot()).as("given up").isEqualTo(before);
                training = new Training(before, Optional.of(training.step.state()), one);
                steps(training, 1);
            }
            assertThat(training.network.snapshot()).isEqualTo(wanted);
            assertThat(training.step.state().steps()).isEqualTo(6);
        }
    }

    /** True so many times, then false. */
    private static BooleanSupplier after(int times) {
        int[] asked = new int[1];
        return () -> asked[0]++ < times;
    }

    @Test
    void where_no_step_lowers_the_loss_the_weights_stay_and_it_is_not_evaluated_again() throws NonFiniteException {
        // All rows alike, with as many of both classes: at outputs of 0 nothing is to be gained.
        for (int r = 0; r < ROWS; r++) {
            x[r] = new double[] {0.5, 0.5, 0.5};
            labels[r] = r % 2;
        }
        try (Workers workers = new Workers(1)) {
            Training training = new Training(start("efficient-kan-faithful"), Optional.empty(), workers);
            steps(training, 40);
            Model end = training.network.snapshot();
            int[] asked = new int[1];

            training.step.step(new Rows(), () -> asked[0]++ >= 0);

            assertThat(training.step.scores().loss()).isCloseTo(Math.log(2), within(1e-7));
            assertThat(training.network.snapshot()).isEqualTo(end);
            assertThat(asked[0]).isZero();
        }
    }
}
