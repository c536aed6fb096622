package org.kanworkbench.app.train.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Bases;
import org.kanworkbench.network.basis.BasisParameter;
import org.kanworkbench.network.recipe.Augmentation;
import org.kanworkbench.network.recipe.GridUpdate;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.Device;

class ConfigurationEditorTest {

    private static final int INPUTS = 64;
    private final ConfigurationEditor editor = new ConfigurationEditor(Engines.VECTOR);

    @BeforeEach
    void useData() {
        Examples examples = new Examples(new FloatFeatures(new float[2 * INPUTS], INPUTS), new int[] {0, 1});
        editor.use(
                new DataSource.Mnist(),
                new Dataset("two", examples, examples, Optional.empty(), List.of("a", "b", "c")));
    }

    private Configuration made() {
        return editor.configurationProperty().get();
    }

    /** An engine of three devices, which computes with another. */
    private record Cards(int number) implements Engine {

        @Override
        public String name() {
            return number == 0 ? Configuration.OPENCL : Configuration.OPENCL + ":" + number;
        }

        @Override
        public Device device() {
            return number < 3 ? Device.of("card " + number, 4L << 30) : Device.missing("no device of that number");
        }

        @Override
        public Optional<Engine> on(int device) {
            return Optional.of(new Cards(device));
        }

        @Override
        public Stepper begin(Task task) {
            return new VectorEngine().begin(task);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3,500 | 3500", "1_000 | 1000", "100,000 | 100000", "3,5 | 0", "0,01 | 0", "6,40 | 0", "35,00 | 0"
            })
    void a_comma_groups_thousands_and_is_no_decimal_comma_of_a_whole_number(String typed, int epochs) {
        Setting<Integer> setting = editor.recipe.of(RecipeField.EPOCHS);
        setting.textProperty().set(typed);
        if (epochs > 0) {
            assertThat(setting.problemProperty().get()).isEmpty();
            assertThat(setting.get()).isEqualTo(epochs);
        } else {
            assertThat(setting.problemProperty().get()).contains("whole number");
        }
    }

    @Test
    void every_device_of_an_engine_is_a_choice_once_they_were_asked() {
        ConfigurationEditor several = new ConfigurationEditor(new Engines(List.of(new Cards(0), new VectorEngine())));
        assertThat(several.engines()).containsExactly("opencl", "vector");
        several.askDevices(Runnable::run);
        assertThat(several.engines()).containsExactly("opencl", "opencl:1", "opencl:2", "vector");
        assertThat(several.engine.label("opencl:2")).isEqualTo("opencl:2 · card 2, 4 GiB");
    }

    @Test
    void numbers_have_squared_error_a_plain_last_layer_and_no_label_smoothing() throws DataException {
        DataSource.Function product = new DataSource.Function("x*y?rows=50");
        DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
        editor.use(moons, moons.load());
        editor.preset.set(Preset.named("kal-net-faithful").orElseThrow());
        assertThat(editor.recipe.counts(RecipeField.LABEL_SMOOTHING)).isTrue();

        editor.use(product, product.load());

        Configuration configuration = editor.configurationProperty().get();
        assertThat(configuration.recipe().loss()).isEqualTo(Loss.MSE);
        assertThat(configuration.network().outputs()).isEqualTo(1);
        assertThat(configuration.network().layers().getLast().normalization()).isEqualTo(Normalization.NONE);
        assertThat(configuration.network().layers().getLast().activation()).isEqualTo(Activation.IDENTITY);
        assertThat(editor.recipe.counts(RecipeField.LABEL_SMOOTHING)).isFalse();
        editor.use(moons, moons.load());
        assertThat(editor.configurationProperty().get().recipe().loss()).isEqualTo(Loss.CROSS_ENTROPY);
        editor.show(configuration);
        editor.use(product, product.load());
        assertThat(editor.configurationProperty().get()).isEqualTo(configuration);
    }

    /** As when the program starts, and the table of last time is gone. */
    @Test
    void settings_that_are_shown_before_there_are_data_fit_whatever_data_come() throws DataException {
        DataSource product = new DataSource.Function("x*y?rows=50");
        DataSource moons = DataSource.Toy.of(ToyShape.MOONS);
        ConfigurationEditor last = new ConfigurationEditor(Engines.VECTOR);
        last.use(product, product.load());
        ConfigurationEditor now = new ConfigurationEditor(Engines.VECTOR);
        now.show(last.configurationProperty().get());

        now.use(moons, moons.load());

        assertThat(now.problemProperty().get()).isEmpty();
        assertThat(now.configurationProperty().get().recipe().loss()).isEqualTo(Loss.CROSS_ENTROPY);
    }

    @Test
    void weights_to_start_from_go_with_their_network_only() {
        Configuration fresh = made();
        Configuration tuned = new Configuration(
                fresh.preset(),
                fresh.data(),
                fresh.network(),
                fresh.recipe(),
                fresh.seed(),
                fresh.threads(),
                fresh.engine(),
                "/weights/kal-net-1-0123456789ab.kan");
        editor.show(tuned);
        assertThat(made()).isEqualTo(tuned);

        editor.network.hidden.getFirst().textProperty().set("7");
        assertThat(made()).isNull();
        assertThat(editor.problemProperty().get()).startsWith("the weights of kal-net-1 are for another network");

        editor.startAnew();
        assertThat(made().start()).isEmpty();
        assertThat(made().network().sizes()).containsExactly(INPUTS, 7, 3);
    }

    @Test
    void who_hears_of_new_data_finds_no_network_for_the_old() throws DataException {
        assertThat(editor.configurationProperty().get()).isNotNull();
        List<Configuration> heard = new ArrayList<>();
        editor.datasetProperty()
                .addListener(_ -> heard.add(editor.configurationProperty().get()));
        DataSource moons = DataSource.Toy.of(ToyShape.MOONS);
        editor.use(moons, moons.load());
        assertThat(heard).containsOnlyNulls();
        assertThat(editor.configurationProperty().get().network().inputs()).isEqualTo(2);
    }

    @Test
    void more_validation_examples_than_there_are_make_no_configuration() {
        editor.recipe.of(RecipeField.VALIDATION_ROWS).textProperty().set("2");
        assertThat(made()).isNull();
        assertThat(editor.problemProperty().get())
                .isEqualTo("2 validation samples leave none of the 2 of two to train on: choose fewer");
        editor.recipe.of(RecipeField.VALIDATION_ROWS).textProperty().set("1");
        assertThat(made().recipe().selection().validationRows()).isEqualTo(1);
    }

    static Stream<Preset> presets() {
        return Presets.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void a_chosen_preset_is_made_to_the_letter_and_nothing_is_marked(Preset preset) {
        editor.preset.set(preset);
        assertThat(made().network()).isEqualTo(preset.network(INPUTS, 3));
        assertThat(made().recipe()).isEqualTo(preset.recipe());
        assertThat(editor.network.fixedSettings())
                .noneMatch(s -> s.changedProperty().get());
        assertThat(editor.recipe.settings()).noneMatch(s -> s.changedProperty().get());
        assertThat(editor.network.hiddenChanged()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void a_configuration_that_is_shown_is_made_again(Preset preset) {
        editor.preset.set(preset);
        editor.network.hidden.getFirst().textProperty().set("20");
        editor.network.addLayer();
        editor.network.layer.of(LayerField.DROPOUT).textProperty().set("0.25");
        editor.recipe.of(RecipeField.EPOCHS).textProperty().set("3");
        editor.recipe.of(RecipeField.OPTIMIZER).set(Optimizer.Kind.SGD);
        editor.recipe.of(RecipeField.MOMENTUM).textProperty().set("0.7");
        editor.recipe.of(RecipeField.ROTATION).textProperty().set("10");
        editor.recipe.of(RecipeField.AVERAGING).textProperty().set("0.995");
        editor.recipe.of(RecipeField.GRID_EVERY).textProperty().set("2");
        editor.recipe.of(RecipeField.GRID_UNTIL).textProperty().set("3");
        editor.recipe.of(RecipeField.VALIDATION_ROWS).textProperty().set("1");
        editor.recipe.of(RecipeField.PATIENCE).textProperty().set("4");
        editor.recipe.of(RecipeField.KEEP_BEST).set(true);
        editor.seed.textProperty().set("42");
        Configuration given = made();
        assertThat(given.network().inputs()).isEqualTo(INPUTS);
        assertThat(given.network().sizes()).contains(20).endsWith(3);
        assertThat(given.network().layers()).hasSize(preset.hidden().size() + 2);
        editor.preset.set(Presets.ALL.get(1));
        editor.show(given);
        assertThat(made()).isEqualTo(given);
        assertThat(editor.recipe.of(RecipeField.EPOCHS).changedProperty().get()).isTrue();
        assertThat(editor.network.hiddenChanged()).isTrue();
    }

    @Test
    void another_preset_leaves_how_long_one_trains_and_what_is_held_out() {
        editor.recipe.of(RecipeField.EPOCHS).textProperty().set("7");
        editor.recipe.of(RecipeField.VALIDATION_ROWS).textProperty().set("1");
        editor.recipe.of(RecipeField.LEARNING_RATE).textProperty().set("0.5");
        Preset other = Preset.named("efficient-kan").orElseThrow();
        editor.preset.set(other);

        assertThat(made().recipe()).isEqualTo(other.recipe().withEpochs(7).with(RecipeField.VALIDATION_ROWS, 1));
        assertThat(editor.recipe.of(RecipeField.EPOCHS).changedProperty().get()).isTrue();
    }

    @Test
    void channels_are_those_of_convolutions_and_cannot_be_wrong_without_them() {
        editor.preset.set(Preset.named("kanvolver-faithful").orElseThrow());
        editor.network.channels.textProperty().set("4, 5");
        assertThat(made().network().stem()).isEqualTo(new Convolutions(8, 8, List.of(4, 5)));
        editor.network.channels.textProperty().set("4, five");
        assertThat(editor.problemProperty().get())
                .isEqualTo("Channels must be whole numbers separated by commas, 1–8,192");
        editor.preset.set(Preset.named("kal-net").orElseThrow());
        assertThat(editor.problemProperty().get()).isEmpty();
    }

    @Test
    void grid_updates_are_for_splines() {
        editor.recipe.of(RecipeField.GRID_EVERY).textProperty().set("2");
        assertThat(made().recipe().gridUpdate()).isEqualTo(GridUpdate.OFF);
        editor.network.basis.family.set(Bases.family("b-spline"));
        assertThat(made().recipe().gridUpdate()).isEqualTo(new GridUpdate(2, 7));
        editor.recipe.of(RecipeField.GRID_UNTIL).textProperty().set("1");
        assertThat(editor.problemProperty().get()).contains("never happens");
        editor.network.basis.family.set(Bases.family("chebyshev"));
        assertThat(editor.problemProperty().get()).isEmpty();
    }

    @Test
    void what_has_no_meaning_with_lbfgs_is_left_out_and_comes_back_with_another_optimiser() {
        editor.preset.set(Preset.named("kal-net").orElseThrow());
        Recipe before = made().recipe();
        editor.recipe.of(RecipeField.OPTIMIZER).set(Optimizer.Kind.LBFGS);

        assertThat(made().recipe())
                .isEqualTo(before.with(RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS))
                .returns(false, recipe -> recipe.augmentation().active());
        editor.recipe.of(RecipeField.OPTIMIZER).set(Optimizer.Kind.ADAM_W);
        assertThat(made().recipe()).isEqualTo(before);
    }

    private Setting<Double> order() {
        return editor.network.basis.values().get(BasisParameter.ORDER);
    }

    @Test
    void a_changed_setting_is_marked_until_it_is_reset() {
        order().textProperty().set("5");
        assertThat(order().changedProperty().get()).isTrue();
        assertThat(made().network().layers())
                .allSatisfy(l -> assertThat(l.basis().label()).isEqualTo("Legendre 5"));
        order().reset();
        assertThat(order().changedProperty().get()).isFalse();
        assertThat(order().textProperty().get()).isEqualTo("3");
    }

    @Test
    void an_impossible_layer_size_is_named_and_leaves_no_configuration() {
        editor.network.hidden.getFirst().textProperty().set("0");
        assertThat(made()).isNull();
        assertThat(editor.problemProperty().get()).isEqualTo("Layer size must be 1–8,192");
        editor.network.hidden.getFirst().textProperty().set("sixty");
        assertThat(editor.problemProperty().get()).isEqualTo("Layer size must be a whole number, 1–8,192");
        editor.network.hidden.getFirst().textProperty().set("16");
        assertThat(editor.problemProperty().get()).isEmpty();
        assertThat(made().network().sizes()).containsExactly(INPUTS, 16, 3);
    }

    @Test
    void a_layer_that_was_removed_takes_its_problem_along() {
        editor.network.addLayer();
        editor.network.hidden.getLast().textProperty().set("-1");
        assertThat(made()).isNull();
        editor.network.removeLayer(editor.network.hidden.getLast());
        assertThat(made().network().sizes()).containsExactly(INPUTS, 64, 3);
    }

    @Test
    void what_the_chosen_basis_does_not_have_cannot_be_wrong() {
        editor.network.basis.family.set(Bases.family("gaussian"));
        order().textProperty().set("99");
        assertThat(made().network().layers().getFirst().basis().label()).isEqualTo("Gaussian 8");
        editor.network.basis.family.set(Bases.family("chebyshev"));
        assertThat(editor.problemProperty().get()).contains("Order must be 1–12");
    }

    @Test
    void neither_basis_nor_base_is_refused_in_one_line() {
        editor.network.basis.family.set(Bases.family("none"));
        editor.network.layer.of(LayerField.BASE).set(Activation.ZERO);
        assertThat(made()).isNull();
        assertThat(editor.problemProperty().get())
                .contains("neither basis nor base")
                .doesNotContain("\n");
    }

    @Test
    void a_splines_interval_survives_the_editor() {
        Configuration before = made();
        LayerSpec wide = before.network().layers().getFirst().withBasis(new BSpline(7, 2, -3, 3));
        NetworkSpec network = new NetworkSpec(
                List.of(wide, before.network().layers().getLast().withBasis(new BSpline(7, 2, -3, 3))));
        editor.show(new Configuration("torchkan", before.data(), network, before.recipe(), 1, 1, Configuration.VECTOR));
        assertThat(made().network()).isEqualTo(network);
    }

    @Test
    void a_network_that_the_pane_cannot_express_is_refused_and_nothing_changes() {
        Configuration before = made();
        LayerSpec first = before.network().layers().getFirst();
        NetworkSpec uneven = new NetworkSpec(List.of(
                first,
                LayerSpec.dense(first.outputs(), 8, Activation.RELU),
                before.network().layers().getLast().withSizes(8, 3)));
        Configuration given =
                new Configuration("kal-net", before.data(), uneven, before.recipe(), 7, 1, Configuration.VECTOR);
        assertThatThrownBy(() -> editor.show(given)).hasMessageContaining("hidden layers differ");
        assertThat(made()).isEqualTo(before);

        ConfigurationEditor empty = new ConfigurationEditor(Engines.VECTOR);
        empty.preset.set(Preset.named("mlp").orElseThrow());
        assertThatThrownBy(() -> empty.show(given)).hasMessageContaining("hidden layers differ");
        assertThat(empty.preset.get().name()).as("also without data").isEqualTo("mlp");
    }

    @Test
    void schedules_and_augmentation_are_made_from_their_parts() {
        editor.recipe.of(RecipeField.SCHEDULE).set(Schedule.Kind.STEP);
        editor.recipe.of(RecipeField.GAMMA).textProperty().set("0.5");
        editor.recipe.of(RecipeField.STEP_EPOCHS).textProperty().set("4");
        editor.recipe.of(RecipeField.SHIFT).textProperty().set("2");
        editor.recipe.of(RecipeField.SCALE).textProperty().set("15");
        editor.recipe.of(RecipeField.OPTIMIZER).set(Optimizer.Kind.ADAM);
        assertThat(made().recipe().schedule()).isEqualTo(new Schedule.Step(4, 0.5));
        assertThat(made().recipe().augmentation()).isEqualTo(new Augmentation(2, 0, 0.15));
        assertThat(made().recipe().optimizer()).isInstanceOf(Optimizer.Adam.class);
    }

    @Test
    void a_toy_set_brings_small_layers_and_its_recipe_and_leaves_what_was_set() {
        DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
        ConfigurationEditor untouched = new ConfigurationEditor(Engines.VECTOR);
        untouched.use(moons, moons.load());
        assertThat(untouched.configurationProperty().get().network().shape()).isEqualTo("2 → 8 → 2");
        assertThat(untouched.recipe.of(RecipeField.EPOCHS).get()).isEqualTo(300);
        assertThat(untouched.recipe.of(RecipeField.EPOCHS).changedProperty().get())
                .isFalse();

        ConfigurationEditor set = new ConfigurationEditor(Engines.VECTOR);
        set.network.hidden.getFirst().textProperty().set("12");
        set.recipe.of(RecipeField.EPOCHS).textProperty().set("7");
        set.use(moons, moons.load());
        assertThat(set.configurationProperty().get().network().shape()).isEqualTo("2 → 12 → 2");
        assertThat(set.recipe.of(RecipeField.EPOCHS).get()).isEqualTo(7);
        assertThat(set.network.hiddenChanged()).isTrue();
        set.recipe.of(RecipeField.EPOCHS).reset();
        set.network.resetHidden();
        assertThat(set.configurationProperty().get())
                .isEqualTo(untouched.configurationProperty().get());
    }

    @Test
    void another_preset_on_a_toy_set_is_small_too_and_images_bring_the_usual_layers_back() {
        DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
        ConfigurationEditor toys = new ConfigurationEditor(Engines.VECTOR);
        toys.use(moons, moons.load());
        toys.preset.set(Preset.named("mlp").orElseThrow());
        assertThat(toys.configurationProperty().get().network().shape()).isEqualTo("2 → 8 → 2");
        Examples pixels = new Examples(new FloatFeatures(new float[2 * 784], 784), new int[] {0, 1});
        toys.use(new DataSource.Mnist(), new Dataset("two", pixels, pixels, Optional.empty(), List.of("0", "1")));
        assertThat(toys.configurationProperty().get().network().shape()).isEqualTo("784 → 64 → 2");
        assertThat(toys.recipe.of(RecipeField.EPOCHS).get()).isEqualTo(15);
    }

    @Test
    void a_wrong_number_of_points_is_told_only_while_they_are_trained_on() {
        DataSource.Toy moons = DataSource.Toy.of(ToyShape.MOONS);
        ConfigurationEditor toys = new ConfigurationEditor(Engines.VECTOR);
        toys.use(moons, moons.load());
        toys.toys.rows.textProperty().set("3");
        assertThat(toys.problemProperty().get()).isEqualTo("Points must be 10–100,000");
        assertThat(toys.configurationProperty().get()).isNull();
    }
}
