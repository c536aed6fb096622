package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Sparsity;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;

/** The sparsity penalty against that of formulas' networks, which pykan's goldens hold, and against difference quotients. */
class SparsityTest {

    private static final int INPUTS = 5;
    private static final int ROWS = 70;
    private static final double COEFFICIENT = 0.2;
    private static final double DIFFERENCE = 0.3;

    private final Workers workers = new Workers(2);
    private final float[] x = new float[ROWS * INPUTS];
    private final int[] labels = new int[ROWS];

    SparsityTest() {
        SplittableRandom random = new SplittableRandom(1);
        for (int j = 0; j < x.length; j++) {
            // Most of one column are the background.
            x[j] = j % INPUTS == 1 && j % 3 > 0 ? 0 : (float) random.nextDouble(-1, 1);
        }
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % 2;
        }
    }

    @AfterEach
    void close() {
        workers.close();
    }

    private static Recipe recipe(double strength) {
        return new Recipe(Loss.CROSS_ENTROPY, new Optimizer.AdamW(0), 0.01, new Schedule.Constant(), ROWS, 1)
                .with(Map.of(
                        RecipeField.SPARSITY, strength,
                        RecipeField.SPARSITY_L1, 1.0,
                        RecipeField.SPARSITY_ENTROPY, 2.0,
                        RecipeField.SPARSITY_COEFFICIENT, COEFFICIENT,
                        RecipeField.SPARSITY_DIFFERENCE, DIFFERENCE));
    }

    private TrainingStep step(Model model, double strength) {
        return new TrainingStep(
                Network.of(model), Gradients.recipe(recipe(strength)), OptionalDouble.of(0), workers, 0);
    }

    private Map<String, Tensor> gradients(Model model, double strength) throws NonFiniteException {
        return Gradients.of(step(model, strength), x, labels, null, ROWS);
    }

    private double penalty(Model model) throws NonFiniteException {
        return penalty(model, ROWS);
    }

    private double penalty(Model model, int rows) throws NonFiniteException {
        TrainingStep step = step(model, 1);
        step.step(x, labels, null, rows, 0);
        return step.penalty();
    }

    /** Weights as after some training: none is 0. */
    private static Model model(String preset) {
        NetworkSpec spec = Preset.named(preset).orElseThrow().network(INPUTS, List.of(6), 2);
        Model model = Network.initialize(spec, 2).snapshot();
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        model.tensors().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int n = 0; n < values.length && !name.contains("running"); n++) {
                values[n] += (float) random.nextDouble(-0.3, 0.3);
            }
            tensors.put(name, new Tensor(tensor.shape(), values));
        });
        return new Model(spec, tensors);
    }

    @Test
    void penalty_and_gradients_are_those_of_formulas_networks() throws NonFiniteException {
        Model model = model("efficient-kan-faithful");
        MultKan network = ModelConversion.of(model);
        double[][] columns = new double[INPUTS][ROWS];
        for (int j = 0; j < x.length; j++) {
            columns[j % INPUTS][j / INPUTS] = x[j];
        }
        MultKanPass pass = new MultKanPass(network, columns);
        pass.forward(network.parameters());
        double[] wanted = new double[network.parameterCount()];
        double value = Sparsity.of(1).backward(pass, network.parameters(), new double[2][ROWS], wanted)
                + ofCoefficients(network, wanted);

        assertThat(penalty(model)).isCloseTo(value, within(1e-5 * value));
        Map<String, Tensor> with = gradients(model, 1);
        Map<String, Tensor> without = gradients(model, 0);
        int at = 0;
        for (MultKan.Place place : network.places()) {
            int edge = place.subnode() * network.layers().get(place.layer()).inputs() + place.input();
            int terms = ((Edge.Spline) network.edge(place)).coefficients().length;
            for (int k = 0; k < terms; k++) {
                assertThat(added(with, without, LayerTensor.BASIS_WEIGHT, place, edge * terms + k))
                        .as("coefficient %d of %s", k, place)
                        .isCloseTo(wanted[at++], within(2e-5));
            }
            assertThat(added(with, without, LayerTensor.BASE_WEIGHT, place, edge))
                    .as("base of %s", place)
                    .isCloseTo(wanted[at++], within(2e-5));
            assertThat(added(with, without, LayerTensor.BASIS_SCALE, place, edge))
                    .as("scale of %s", place)
                    .isCloseTo(wanted[at++], within(2e-5));
        }
        assertThat(at).isEqualTo(wanted.length);
    }

    /** The last batch of an epoch may be a row. */
    @Test
    void a_single_row_has_no_activities_but_coefficients() throws NonFiniteException {
        Model model = model("efficient-kan-faithful");
        MultKan network = ModelConversion.of(model);

        double value = ofCoefficients(network, new double[network.parameterCount()]);

        assertThat(penalty(model, 1)).isCloseTo(value, within(1e-5 * value));
    }

    /** What coefficients and their differences add, which formulas' networks have not; its slopes are added. */
    private static double ofCoefficients(MultKan network, double[] slopes) {
        double total = 0;
        int at = 0;
        for (MultKan.Place place : network.places()) {
            double[] c = ((Edge.Spline) network.edge(place)).coefficients();
            double share = 1.0 / network.layers().get(place.layer()).subnodes();
            for (int k = 0; k < c.length; k++) {
                total += COEFFICIENT * share * Math.abs(c[k]);
                slopes[at + k] += COEFFICIENT * share * Math.signum(c[k]);
                if (k > 0) {
                    total += DIFFERENCE * share * Math.abs(c[k] - c[k - 1]);
                    slopes[at + k] += DIFFERENCE * share * Math.signum(c[k] - c[k - 1]);
                    slopes[at + k - 1] -= DIFFERENCE * share * Math.signum(c[k] - c[k - 1]);
                }
            }
            at += network.edge(place).parameters();
        }
        return total;
    }

    private static double added(
            Map<String, Tensor> with, Map<String, Tensor> without, LayerTensor tensor, MultKan.Place place, int n) {
        String name = tensor.name(place.layer());
        return with.get(name).values()[n] - without.get(name).values()[n];
    }

    /** Along some directions, through norms, scalings by ranges, constant terms and other bases, some with values of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "torchkan",
                "kal-net",
                "kac-net-faithful",
                "kag-net",
                "fourier-kan",
                "mlp",
                "bsrbf-kan-faithful",
                "sine-kan",
                "gr-kan"
            })
    void gradients_are_difference_quotients(String preset) throws NonFiniteException {
        Model model = model(preset);
        Map<String, Tensor> with = gradients(model, 1);
        Map<String, Tensor> without = gradients(model, 0);
        SplittableRandom random = new SplittableRandom(8);
        for (int direction = 0; direction < 3; direction++) {
            Map<String, Tensor> way = new LinkedHashMap<>();
            double slope = 0;
            for (Map.Entry<String, Tensor> gradient : with.entrySet()) {
                float[] values = new float[gradient.getValue().values().length];
                for (int n = 0; n < values.length; n++) {
                    values[n] = (float) random.nextDouble(-1, 1);
                    slope += values[n]
                            * ((double) gradient.getValue().values()[n]
                                    - without.get(gradient.getKey()).values()[n]);
                }
                way.put(gradient.getKey(), new Tensor(gradient.getValue().shape(), values));
            }
            double step = 3e-4;

            double quotient = (penalty(moved(model, way, step)) - penalty(moved(model, way, -step))) / (2 * step);

            assertThat(slope)
                    .as("direction %d", direction)
                    .isCloseTo(quotient, within(0.01 * Math.abs(quotient) + 0.02));
        }
    }

    private static Model moved(Model model, Map<String, Tensor> way, double step) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        way.forEach((name, tensor) -> {
            float[] values = model.tensor(name).values().clone();
            for (int n = 0; n < values.length; n++) {
                values[n] += (float) (step * tensor.values()[n]);
            }
            tensors.put(name, new Tensor(tensor.shape(), values));
        });
        return new Model(model.network(), tensors);
    }
}
