package org.kanworkbench.network.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Preset;

class RecipeFieldTest {

    /** Where every field has a meaning, one of {@link #COSINE} and {@link #STEP} given. */
    private static final Recipe BASE = Preset.named("torchkan")
            .orElseThrow()
            .recipe()
            .with(RecipeField.OPTIMIZER, Optimizer.Kind.SGD)
            .with(RecipeField.GRID_EVERY, 1)
            .with(RecipeField.GRID_UNTIL, 3)
            .with(RecipeField.REFINE_EVERY, 3)
            .with(RecipeField.SPARSITY, 0.1)
            .with(RecipeField.VALIDATION_ROWS, 10)
            .with(RecipeField.PATIENCE, 1);

    private static final Recipe COSINE = BASE.with(RecipeField.SCHEDULE, Schedule.Kind.COSINE);
    private static final Recipe STEP = BASE.with(RecipeField.SCHEDULE, Schedule.Kind.STEP);

    static List<Field<?>> fields() {
        return RecipeField.ALL;
    }

    static Stream<Field<?>> numbers() {
        return RecipeField.ALL.stream().filter(field -> field.choices().isEmpty());
    }

    private static Recipe where(Field<?> field) {
        return field.applies(other -> other.of(COSINE)) ? COSINE : STEP;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void what_is_set_is_in_the_recipe_and_nothing_else_is_changed(Field<?> field) {
        Recipe before = where(field);
        Object value = field.choices().isEmpty()
                ? field.usual() instanceof Integer ? (Object) 2 : 0.25
                : field.choices().getLast();

        Recipe after = before.with(Map.of(field, value));

        assertThat(field.of(after)).isEqualTo(value);
        assertThat(RecipeField.ALL)
                .filteredOn(other -> other != field && other.applies(f -> f.of(after)))
                .filteredOn(other -> other.applies(f -> f.of(before)))
                .allSatisfy(other -> assertThat((Object) other.of(after)).isEqualTo(other.of(before)));
    }

    @Test
    void grid_updates_in_the_first_half_of_a_run_stay_in_that_of_a_longer_or_shorter_one() {
        Recipe half = BASE.withEpochs(100).with(Map.of(RecipeField.GRID_EVERY, 5, RecipeField.GRID_UNTIL, 0));

        assertThat(half.gridUpdate()).isEqualTo(new GridUpdate(5, 50));
        assertThat(half.withEpochs(20).gridUpdate()).isEqualTo(new GridUpdate(5, 10));
        assertThat(half.with(RecipeField.GRID_UNTIL, 70).withEpochs(20).gridUpdate())
                .isEqualTo(new GridUpdate(5, 70));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_number_beyond_its_limits_is_refused_by_name(Field<?> field) {
        for (double beyond : new double[] {field.least() - 1, 2 * field.most() + 1, Double.NaN}) {
            Object value = field.usual() instanceof Integer ? (Object) (int) beyond : (Object) beyond;
            if (!Double.isNaN(beyond) || value instanceof Double) {
                assertThatThrownBy(() -> where(field).with(Map.of(field, value)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(field.what() + " is " + value + ": choose ");
            }
        }
    }

    @Test
    void every_component_of_a_recipe_has_a_field() {
        assertThat(Recipe.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .filteredOn(name -> !name.equals("loss"))
                .allSatisfy(name -> assertThat(RecipeField.ALL)
                        .anyMatch(field -> field.path().split("\\.")[0].equals(name)));
    }

    @Test
    void no_two_fields_have_the_same_name_path_or_option() {
        assertThat(RecipeField.ALL).extracting(Field::name).doesNotHaveDuplicates();
        assertThat(RecipeField.ALL).extracting(Field::path).doesNotHaveDuplicates();
        assertThat(RecipeField.ALL)
                .flatExtracting(field -> field.option().stream().toList())
                .extracting(Field.Option::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_has_no_meaning_with_the_others_is_left_out() {
        assertThat(BASE.with(RecipeField.VALIDATION_ROWS, 0).selection()).isEqualTo(Selection.NONE);
        assertThat(BASE.with(RecipeField.GRID_EVERY, 0).gridUpdate()).isEqualTo(GridUpdate.OFF);
        Optimizer adam = BASE.with(RecipeField.OPTIMIZER, Optimizer.Kind.ADAM).optimizer();
        assertThat(adam)
                .isEqualTo(new Optimizer.Adam(0.9, 0.999, 1e-8, BASE.optimizer().weightDecay()));
    }
}
