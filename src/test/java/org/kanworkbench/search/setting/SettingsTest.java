package org.kanworkbench.search.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;

class SettingsTest {

    private static final Dataset MOONS = new DataSource.Toy(ToyShape.MOONS, 0.2, 20, 0).load();

    private static final Configuration BASE = configuration("kal-net");

    private static Configuration configuration(String name) {
        Preset preset = Preset.named(name).orElseThrow();
        return new Configuration(
                name, new DataSource.Mnist(), preset.network(784, 10), preset.recipe(), 0, 1, Configuration.VECTOR);
    }

    @Test
    void values_take_the_place_of_the_bases_own() {
        Configuration made = Settings.of(
                BASE,
                Map.of(
                        "lr",
                        0.02,
                        "hidden",
                        24,
                        "layers",
                        2,
                        "order",
                        5,
                        "optimizer",
                        "sgd",
                        "momentum",
                        0.5,
                        "batch",
                        32));

        assertThat(made.network().sizes()).containsExactly(784, 24, 24, 10);
        assertThat(made.network().layers())
                .allSatisfy(
                        layer -> assertThat(layer.basis().values().getFirst()).isEqualTo(5));
        assertThat(made.recipe().learningRate()).isEqualTo(0.02);
        assertThat(made.recipe().batch()).isEqualTo(32);
        assertThat(made.recipe().optimizer())
                .isInstanceOfSatisfying(
                        Optimizer.Sgd.class, sgd -> assertThat(sgd.momentum()).isEqualTo(0.5));
        assertThat(Settings.of(BASE, Map.of())).isEqualTo(BASE);
    }

    @Test
    void the_bases_own_values_are_told_where_they_differ() {
        assertThat(Settings.others(
                        BASE,
                        Map.of(
                                "preset",
                                "kal-net",
                                "lr",
                                0.02,
                                "hidden",
                                24,
                                "layers",
                                1,
                                "order",
                                (int) Math.rint(BASE.network()
                                        .layers()
                                        .getFirst()
                                        .basis()
                                        .values()
                                        .getFirst()),
                                "optimizer",
                                "sgd",
                                "momentum",
                                0.5)))
                .isEqualTo(Map.of("lr", BASE.recipe().learningRate(), "hidden", 64, "optimizer", "adamw"));
    }

    @Test
    void hidden_layers_of_several_sizes_differ_from_those_of_one() {
        Preset preset = Preset.named("kal-net").orElseThrow();
        Configuration narrowing = BASE.withNetwork(preset.network(784, List.of(64, 32), 10));

        assertThat(Settings.others(narrowing, Map.of("hidden", 64))).isEqualTo(Map.of("hidden", "64,32"));
        assertThat(Settings.others(BASE, Map.of("hidden", 64))).isEmpty();
    }

    @Test
    void another_preset_has_the_order_that_was_given() {
        Configuration made = Settings.of(Settings.of(BASE, Map.of("order", 5)), Map.of("preset", "kac-net"));

        assertThat(made.network().layers())
                .allSatisfy(
                        layer -> assertThat(layer.basis().values().getFirst()).isEqualTo(5));
        assertThat(Settings.of(Settings.of(BASE, Map.of("order", 5)), Map.of("preset", "kac-net", "order", 2)))
                .isEqualTo(Settings.of(BASE, Map.of("preset", "kac-net", "order", 2)));
        assertThat(Settings.of(BASE, Map.of("preset", "jacobi-kan")).network())
                .as("its own, where none was given")
                .isEqualTo(configuration("jacobi-kan").network());
        assertThat(Settings.of(Settings.of(BASE, Map.of("order", 5)), Map.of("preset", "mlp"))
                        .network())
                .isEqualTo(configuration("mlp").network());
    }

    @Test
    void the_last_layer_keeps_its_form() {
        Configuration made = Settings.of(BASE, Map.of("dropout", 0.25));

        assertThat(made.network().layers()).extracting(LayerSpec::dropout).containsExactly(0.25, 0.0);
    }

    @Test
    void another_preset_brings_its_own_but_for_what_was_changed() {
        Configuration changed =
                BASE.withRecipe(BASE.recipe().with(Map.of(RecipeField.BATCH, 17, RecipeField.EPOCHS, 3)));

        Configuration made = Settings.of(changed, Map.of("preset", "efficient-kan"));

        Configuration own = configuration("efficient-kan");
        assertThat(made.network()).isEqualTo(own.network());
        assertThat(made.recipe()).isEqualTo(own.recipe().with(Map.of(RecipeField.BATCH, 17, RecipeField.EPOCHS, 3)));
    }

    @Test
    void settings_without_a_meaning_are_left_out() {
        Space space = Space.of(Map.of(
                "optimizer", Map.of("choice", List.of("adamw", "sgd")),
                "momentum", Map.of("float", List.of(0, 0.9)),
                "order", Map.of("int", List.of(1, 5)),
                "preset", Map.of("choice", List.of("mlp", "kal-net"))));

        assertThat(Settings.active(
                        space, BASE, Map.of("optimizer", "adamw", "momentum", 0.5, "order", 3, "preset", "mlp")))
                .containsOnlyKeys("optimizer", "preset");
        assertThat(Settings.active(
                        space, BASE, Map.of("optimizer", "sgd", "momentum", 0.5, "order", 3, "preset", "kal-net")))
                .containsOnlyKeys("optimizer", "momentum", "order", "preset");
    }

    @Test
    void settings_of_splines_are_left_out_where_a_network_has_none() {
        Space space = Space.of(Map.of(
                "grid-update", Map.of("int", List.of(0, 1)),
                "preset", Map.of("choice", List.of("kal-net", "torchkan"))));
        Settings.checkRanges(space, BASE, MOONS);

        assertThat(Settings.active(space, BASE, Map.of("grid-update", 1, "preset", "kal-net")))
                .containsOnlyKeys("preset");
        assertThat(Settings.active(space, BASE, Map.of("grid-update", 1, "preset", "torchkan")))
                .containsOnlyKeys("preset", "grid-update");
        Configuration updated = Settings.of(configuration("torchkan"), Map.of("grid-update", 1));
        assertThat(updated.recipe().gridUpdate().active()).isTrue();
        assertThat(Settings.of(updated, Map.of("preset", "kal-net"))
                        .recipe()
                        .gridUpdate()
                        .active())
                .isFalse();
        Space alone = Space.of(Map.of("grid-update", Map.of("int", List.of(0, 1))));
        assertThatThrownBy(() -> Settings.checkRanges(alone, BASE, MOONS))
                .hasMessage("grid-update has no meaning with kal-net: leave it out");
    }

    @Test
    void settings_that_cannot_matter_for_the_data_are_refused() {
        Space shift = Space.of(Map.of("shift", Map.of("float", List.of(0, 2))));

        assertThatThrownBy(() -> Settings.checkRanges(shift, BASE, MOONS))
                .hasMessage("shift has no meaning with " + MOONS.name() + ": leave it out");
        assertThat(Searchable.named("label-smoothing").suits(MOONS)).isTrue();
    }

    @Test
    void settings_of_the_network_are_refused_where_its_weights_are_given() {
        Space space = Space.of(Map.of("order", Map.of("int", List.of(1, 3))));

        assertThatThrownBy(() -> Settings.checkRanges(space, BASE.withStart("model.kan"), MOONS))
                .hasMessageStartingWith("order would make other networks than that of the model");
        Space recipe = Space.of(Map.of("lr", Map.of("float", List.of(0.1, 0.2))));
        Settings.checkRanges(recipe, BASE.withStart("model.kan"), MOONS);
    }

    @Test
    void every_setting_has_usual_values_that_it_takes() {
        assertThat(Searchable.ALL).allSatisfy(setting -> {
            Domain usual = setting.usual(BASE);
            setting.check(usual);
            assertThat(usual.grid(2)).isNotEmpty();
        });
        assertThat(Searchable.named("lr").usual(BASE)).isEqualTo(new Domain.Numbers(0.0003, 0.03, true, false));
        assertThat(Searchable.ALL)
                .extracting(Searchable::name)
                .doesNotHaveDuplicates()
                .contains("lr", "dropout", "averaging");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speed|int|1|3|speed is not a searchable setting: choose one of preset, hidden",
                "lr|float|0|1|lr is 0: choose a number above 0, at most 1000000",
                "lr|log|0.1|1e9|lr is 1000000000: choose a number above 0, at most 1000000",
                "order|int|1|5000|order is 5000: choose a whole number from 1 to 64",
                "order|float|1|3|order takes whole numbers: write {\"int\": [least, greatest]}",
                "preset|int|1|3|preset is not a number: write {\"choice\": [\"",
                "dropout|float|0|2|dropout is 2: choose a number from 0 to 0.999999",
                "lr|log|0|1|lr: a logarithmic scale cannot begin at 0: begin above 0",
                "lr|float|1|0|lr: from 1 to 0 is not a range",
                "lr|lin|0|1|lr: [lin] is no domain: write {\"int\": [1, 5]}"
            })
    void impossible_values_are_refused_in_a_line(String setting, String kind, double low, double high, String message) {
        assertThatThrownBy(() -> Settings.check(Space.of(Map.of(setting, Map.of(kind, List.of(low, high))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_setting_that_no_preset_has_is_refused_unless_another_gives_it_a_meaning() {
        Space order = Space.of(Map.of("order", Map.of("int", List.of(1, 3))));
        Settings.checkRanges(order, BASE, MOONS);
        assertThatThrownBy(() -> Settings.checkRanges(order, Settings.of(BASE, Map.of("preset", "mlp")), MOONS))
                .hasMessage("order has no meaning with mlp: leave it out");
        Map<String, List<Double>> momentum = Map.of("float", List.of(0.1, 0.9));
        assertThatThrownBy(() -> Settings.checkRanges(Space.of(Map.of("momentum", momentum)), BASE, MOONS))
                .hasMessage("momentum has no meaning with this optimiser: leave it out");
        Settings.checkRanges(
                Space.of(Map.of("momentum", momentum, "optimizer", Map.of("choice", List.of("sgd", "adam")))),
                BASE,
                MOONS);
    }
}
