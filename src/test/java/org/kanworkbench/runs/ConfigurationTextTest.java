package org.kanworkbench.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;

class ConfigurationTextTest {

    private static Configuration configuration(String preset, boolean changed, String start) {
        Preset named = Preset.named(preset).orElseThrow();
        Recipe recipe = changed
                ? named.recipe()
                        .with(RecipeField.AVERAGING, 0.99)
                        .with(RecipeField.VALIDATION_ROWS, 100)
                        .with(RecipeField.PATIENCE, 3)
                        .with(RecipeField.KEEP_BEST, true)
                        .with(RecipeField.GRID_EVERY, 1)
                        .with(RecipeField.GRID_UNTIL, 4)
                : named.recipe();
        return new Configuration(
                preset,
                DataSource.Toy.of(ToyShape.MOONS),
                named.network(784, 10),
                recipe,
                7,
                2,
                Configuration.VECTOR,
                start);
    }

    /** Stores hold keys: with others, the runs in them would leave their groups. */
    @ParameterizedTest
    @CsvSource({
        "kal-net, false, '', be5b34c67198d10f",
        "torchkan, false, '', 4d93af1cabf57723",
        "torchkan, true, '', a016688d9cf52e89",
        "kanvolver-faithful, false, '', c3dc13491fa80e25",
        "efficient-kan-faithful, true, /weights/a.kan, 01b753ca933095c5",
    })
    void keys_are_those_that_stores_hold(String preset, boolean changed, String start, String key) {
        assertThat(ConfigurationText.key(configuration(preset, changed, start))).isEqualTo(key);
    }

    @Test
    void a_run_from_before_a_field_differs_in_nothing_from_one_with_its_default() throws Exception {
        Configuration now = configuration("torchkan", false, "");
        ObjectNode before = (ObjectNode) new ObjectMapper().readTree(ConfigurationText.of(now));
        before.remove("start");
        ((ObjectNode) before.get("recipe"))
                .remove(List.of("averaging", "selection", "gridUpdate", "gridRefinement", "sparsity"));
        ((ObjectNode) before.get("network")).remove("stem");
        before.at("/network/layers")
                .forEach(layer -> ((ObjectNode) layer).remove(List.of("edgeScale", "initialization", "basisBias")));

        assertThat(ConfigurationText.differences(List.of(before.toString(), ConfigurationText.of(now))))
                .isEmpty();
        assertThat(ConfigurationText.differences(List.of(
                        before.toString(), ConfigurationText.of(configuration("torchkan", true, "/weights/a.kan")))))
                .containsOnlyKeys(
                        "recipe.averaging",
                        "recipe.gridUpdate.every",
                        "recipe.gridUpdate.until",
                        "recipe.selection.keepBest",
                        "recipe.selection.patience",
                        "recipe.selection.validationRows",
                        "start");
        assertThat(ConfigurationText.key(ConfigurationText.parse(before.toString(), "before")))
                .isEqualTo(ConfigurationText.key(now));
    }

    @Test
    void every_field_of_recipes_is_at_its_path() {
        Configuration given = configuration("torchkan", true, "");
        Configuration momentum = new Configuration(
                "",
                given.data(),
                given.network(),
                given.recipe()
                        .with(RecipeField.OPTIMIZER, Optimizer.Kind.SGD)
                        .with(RecipeField.SCHEDULE, Schedule.Kind.STEP),
                0,
                1,
                "");
        Configuration cosine = new Configuration(
                "",
                given.data(),
                given.network(),
                given.recipe().with(RecipeField.SCHEDULE, Schedule.Kind.COSINE),
                0,
                1,
                "");
        Map<String, String> fields = new HashMap<>(ConfigurationText.fields(ConfigurationText.of(momentum)));
        fields.putAll(ConfigurationText.fields(ConfigurationText.of(cosine)));
        assertThat(RecipeField.ALL).allSatisfy(field -> assertThat(fields).containsKey("recipe." + field.path()));
    }

    @Test
    void what_is_no_configuration_is_compared_as_it_is() {
        assertThat(ConfigurationText.fields("{\"seeds\" : 3}")).containsOnlyKeys("seeds");
        assertThat(ConfigurationText.fields("no JSON")).isEmpty();
    }
}
