package org.kanworkbench.dl4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;

/** Two engines, the same weights, the same steps. */
@Timeout(120)
class EnginesAgreeTest {

    private static final int ROWS = 64;
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final double AGREEMENT = 1e-4;
    /** A tenth of the gradient, after one step; ε of Adam is 1e-8. */
    private static final double UNCERTAIN_MOMENT = 2e-8;

    private final float[] x = images();
    private final int[] labels = new int[ROWS];
    private final Features features = new FloatFeatures(x, INPUTS);

    /** Mostly background, as drawings are. */
    private static float[] images() {
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[ROWS * INPUTS];
        for (int n = 0; n < x.length; n++) {
            x[n] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
        }
        return x;
    }

    private Stepper begin(Engine engine, Model model, Recipe recipe, Workers workers) {
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % CLASSES;
        }
        return engine.begin(
                new Task(model, recipe, 7, Optional.empty(), Optional.empty(), features, features, ROWS, workers));
    }

    private static Model model(String preset) {
        NetworkSpec spec = Preset.named(preset).orElseThrow().network(INPUTS, List.of(16), CLASSES);
        return Network.initialize(spec, 2).snapshot();
    }

    /** Each engine draws its own. */
    private static Model withoutDropout(Model model) {
        List<LayerSpec> layers = model.network().layers().stream()
                .map(layer -> layer.with(LayerField.DROPOUT, 0.0))
                .toList();
        return new Model(model.network().withLayers(layers), model.tensors());
    }

    private static Recipe recipe(String preset) {
        return Preset.named(preset).orElseThrow().recipe().with(RecipeField.BATCH, ROWS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kal-net",
                "kac-net",
                "kag-net",
                "torchkan",
                "efficient-kan",
                "kanvolver",
                "mlp",
                "kal-net-faithful",
                "kanvolver-faithful",
                "lazy-kan"
            })
    void a_step_on_either_engine_gives_the_same_weights(String preset) throws NonFiniteException {
        Model model = withoutDropout(model(preset));
        Recipe recipe = recipe(preset);
        try (Workers workers = new Workers(1);
                Stepper vector = begin(new VectorEngine(), model, recipe, workers);
                Stepper nd4j = begin(new NativeEngine(), model, recipe, workers)) {
            for (Stepper stepper : List.of(vector, nd4j)) {
                stepper.step(x, labels, null, ROWS, recipe.learningRate());
            }
            assertThat(nd4j.scores().loss()).isCloseTo(vector.scores().loss(), Offset.offset(AGREEMENT));
            assertThat(nd4j.scores().correct()).isEqualTo(vector.scores().correct());
            assertStepsAgree(nd4j, vector);
            assertThat(nd4j.edgesTo(0, 3).network())
                    .isEqualTo(vector.edgesTo(0, 3).network());
            assertClose(nd4j.edgesTo(1, 5), Network.of(nd4j.trained()).edgesTo(1, 5), 0);
            assertThat(nd4j.edgesTo(1, 5).tensors())
                    .containsOnlyKeys(vector.edgesTo(1, 5).tensors().keySet());
            assertThat(answers(nd4j)).containsExactly(answers(vector), Offset.offset(2e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "efficient-kan", "mlp"})
    void a_step_by_squared_error_on_either_engine_gives_the_same_weights(String preset) throws NonFiniteException {
        Model model = model(preset);
        Recipe recipe = recipe(preset).withLoss(Loss.MSE);
        SplittableRandom random = new SplittableRandom(6);
        float[] numbers = new float[ROWS * CLASSES];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = (float) random.nextDouble(-2, 2);
        }
        try (Workers workers = new Workers(1);
                Stepper vector = begin(new VectorEngine(), model, recipe, workers);
                Stepper nd4j = begin(new NativeEngine(), model, recipe, workers)) {
            for (Stepper stepper : List.of(vector, nd4j)) {
                stepper.step(x, null, numbers, ROWS, recipe.learningRate());
            }
            assertThat(nd4j.scores().loss()).isCloseTo(vector.scores().loss(), Offset.offset(AGREEMENT));
            assertThat(nd4j.scores().squaredErrors())
                    .containsExactly(vector.scores().squaredErrors(), Offset.offset(1e-2));
            assertStepsAgree(nd4j, vector);
        }
    }

    @Test
    void averages_of_weights_agree() throws NonFiniteException {
        Model model = model("kal-net");
        Recipe recipe = recipe("kal-net").with(RecipeField.AVERAGING, 0.98);
        try (Workers workers = new Workers(1);
                Stepper vector = begin(new VectorEngine(), model, recipe, workers);
                Stepper nd4j = begin(new NativeEngine(), model, recipe, workers)) {
            for (int s = 0; s < 20; s++) {
                vector.step(x, labels, null, ROWS, 1e-4);
                nd4j.step(x, labels, null, ROWS, 1e-4);
            }
            assertClose(nd4j.scored(), vector.scored(), AGREEMENT);
            assertThat(nd4j.average().orElseThrow().past())
                    .isEqualTo(vector.average().orElseThrow().past());
        }
    }

    @Test
    void grids_move_to_the_same_places_and_the_edges_stay() throws NonFiniteException {
        Model model = model("efficient-kan-faithful");
        Recipe recipe = recipe("efficient-kan-faithful")
                .with(RecipeField.AVERAGING, 0.98)
                .with(RecipeField.GRID_EVERY, 2)
                .with(RecipeField.GRID_UNTIL, 4);
        try (Workers workers = new Workers(1);
                Stepper vector = begin(new VectorEngine(), model, recipe, workers);
                Stepper nd4j = begin(new NativeEngine(), model, recipe, workers)) {
            for (Stepper stepper : List.of(vector, nd4j)) {
                stepper.step(x, labels, null, ROWS, 1e-4);
                stepper.epochsDone(1);
            }
            assertThat(nd4j.trained().network()).as("not due yet").isEqualTo(model.network());
            float[] before = answers(nd4j);
            for (Stepper stepper : List.of(vector, nd4j)) {
                stepper.epochsDone(2);
            }
            assertThat(nd4j.coverage().poor()).isFalse();
            for (int l = 0; l < 2; l++) {
                BSpline wanted = grid(vector.trained(), l);
                BSpline moved = grid(nd4j.trained(), l);
                assertThat(moved).isNotEqualTo(grid(model, l));
                assertThat(moved.lower()).isCloseTo(wanted.lower(), Offset.offset(1e-3));
                assertThat(moved.upper()).isCloseTo(wanted.upper(), Offset.offset(1e-3));
                assertThat(grid(nd4j.scored(), l)).isEqualTo(moved);
            }
            assertThat(answers(nd4j)).containsExactly(before, Offset.offset(0.1f));
            for (Stepper stepper : List.of(vector, nd4j)) {
                stepper.step(x, labels, null, ROWS, 1e-4);
            }
            assertThat(nd4j.optimizerState().steps()).isEqualTo(2);
            assertThat(nd4j.scores().loss()).isCloseTo(vector.scores().loss(), Offset.offset(1e-3));
            assertThat(answers(nd4j)).containsExactly(answers(vector), Offset.offset(5e-3f));
        }
    }

    private static BSpline grid(Model model, int layer) {
        return (BSpline) model.network().layers().get(layer).basis();
    }

    private float[] answers(Stepper stepper) {
        float[] answers = new float[ROWS * CLASSES];
        stepper.inference().predict(x, ROWS, answers);
        return answers;
    }

    @Test
    void a_stepper_goes_on_where_another_was() throws NonFiniteException {
        Model model = model("torchkan");
        Recipe recipe = recipe("torchkan").with(RecipeField.AVERAGING, 0.98);
        try (Workers workers = new Workers(1);
                Stepper whole = begin(new NativeEngine(), model, recipe, workers)) {
            whole.step(x, labels, null, ROWS, 1e-3);
            whole.step(x, labels, null, ROWS, 1e-3);
            Task rest = new Task(
                    whole.trained(),
                    recipe,
                    7,
                    Optional.of(whole.optimizerState()),
                    whole.average(),
                    features,
                    features,
                    ROWS,
                    workers);
            whole.step(x, labels, null, ROWS, 1e-3);
            Model expected = whole.trained();
            try (Stepper resumed = new NativeEngine().begin(rest)) {
                resumed.step(x, labels, null, ROWS, 1e-3);
                assertClose(resumed.trained(), expected, 1e-6);
                assertThat(resumed.optimizerState().steps()).isEqualTo(3);
            }
        }
    }

    @Test
    void weights_that_run_away_are_noticed_before_a_step() {
        Model model = model("kal-net");
        Map<String, Tensor> broken = new LinkedHashMap<>(model.tensors());
        float[] weights = model.tensor("layers.1.basis_weight").values().clone();
        weights[0] = Float.NaN;
        broken.put(
                "layers.1.basis_weight",
                new Tensor(model.tensor("layers.1.basis_weight").shape(), weights));
        try (Workers workers = new Workers(1);
                Stepper stepper =
                        begin(new NativeEngine(), new Model(model.network(), broken), recipe("kal-net"), workers)) {
            assertThatThrownBy(() -> stepper.step(x, labels, null, ROWS, 1e-3)).isInstanceOf(NonFiniteException.class);
            assertThat(stepper.optimizerState().steps()).isZero();
        }
    }

    @Test
    void layers_are_counted_from_the_first_behind_the_convolutions() {
        Model model = model("kanvolver");
        Map<String, Tensor> still = new LinkedHashMap<>(model.tensors());
        still.computeIfPresent("stem.0.weight", (_, old) -> new Tensor(old.shape(), new float[old.values().length]));
        still.computeIfPresent("stem.0.bias", (_, old) -> {
            float[] one = old.values().clone();
            Arrays.fill(one, 1);
            return new Tensor(old.shape(), one);
        });
        Model blind = new Model(model.network(), still);
        float[] numbers = new float[ROWS * CLASSES];
        Recipe recipe = recipe("kanvolver").withLoss(Loss.MSE);
        try (Workers workers = new Workers(1);
                Stepper stepper = begin(new NativeEngine(), blind, recipe, workers)) {
            Arrays.fill(numbers, 1e9f);
            Arrays.fill(x, 3e38f);
            assertThatThrownBy(() -> stepper.step(x, null, numbers, ROWS, 1e-3))
                    .hasMessage("gradient of the convolutions is not finite");
            Arrays.fill(numbers, 3e38f);
            Arrays.fill(x, 1);
            assertThatThrownBy(() -> stepper.step(x, null, numbers, ROWS, 1e-3))
                    .hasMessage("gradient of layer 2 of 2 is not finite");
        }
    }

    /**
     * Adam's first step has full length whatever the gradient's, so that one near its own rounding error decides nothing:
     * weights with such a gradient may differ by two steps, and must be few.
     */
    private static void assertStepsAgree(Stepper actual, Stepper expected) {
        Map<String, Tensor> moments = expected.optimizerState().first();
        Map<String, Tensor> tensors = new LinkedHashMap<>(actual.trained().tensors());
        int uncertain = 0;
        int all = 0;
        for (Map.Entry<String, Tensor> moment : moments.entrySet()) {
            float[] values = tensors.get(moment.getKey()).values().clone();
            float[] wanted = expected.trained().tensor(moment.getKey()).values();
            for (int n = 0; n < values.length; n++) {
                all++;
                if (Math.abs(moment.getValue().values()[n]) < UNCERTAIN_MOMENT
                        && moment.getValue().values()[n] != 0) {
                    uncertain++;
                    values[n] = wanted[n];
                }
            }
            tensors.put(moment.getKey(), new Tensor(tensors.get(moment.getKey()).shape(), values));
        }
        assertThat((double) uncertain / all).isLessThan(0.02);
        assertClose(new Model(actual.trained().network(), tensors), expected.trained(), AGREEMENT);
    }

    private static void assertClose(Model actual, Model expected, double tolerance) {
        assertThat(actual.tensors()).containsOnlyKeys(expected.tensors().keySet());
        expected.tensors().forEach((name, tensor) -> {
            float[] values = actual.tensor(name).values();
            int worst = 0;
            for (int n = 0; n < values.length; n++) {
                double distance = Math.abs(values[n] - tensor.values()[n]);
                worst = distance > Math.abs(values[worst] - tensor.values()[worst]) ? n : worst;
            }
            assertThat((double) values[worst])
                    .as("%s[%d]", name, worst)
                    .isCloseTo(tensor.values()[worst], Offset.offset(tolerance));
        });
    }
}
