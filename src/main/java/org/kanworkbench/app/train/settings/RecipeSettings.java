package org.kanworkbench.app.train.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.RecipeField.Trait;

/** What can be set about how the network is trained: a setting for each field of recipes. */
public final class RecipeSettings {

    private final Map<RecipeField<?>, Setting<?>> settings = new LinkedHashMap<>();
    private final BasisSettings basis;

    /** Says what no field does. */
    private Recipe form;

    /** @param basis the network's, which some fields need */
    RecipeSettings(BasisSettings basis, Preset preset) {
        this.basis = basis;
        RecipeField.ALL.forEach(field -> settings.put(field, setting(field)));
        preset(preset.recipe());
    }

    private static <T> Setting<?> setting(RecipeField<T> field) {
        return switch (field.usual()) {
            case Integer whole -> Parsing.whole(field.what(), whole, (int) field.least(), (int) field.most());
            case Double share
            when field.is(Trait.PERCENT) -> Parsing.percent(field.what(), share, field.least(), field.most());
            case Double real ->
                Parsing.real(field.what(), real, field.least(), field.is(Trait.ABOVE_LEAST), field.most());
            default -> Setting.choice(field.usual(), field::label);
        };
    }

    /** The setting of a field. */
    @SuppressWarnings("unchecked")
    public <T> Setting<T> of(RecipeField<T> field) {
        return (Setting<T>) settings.get(field);
    }

    Collection<Setting<?>> settings() {
        return settings.values();
    }

    /** Takes a recipe as defaults and as values. */
    void preset(Recipe recipe) {
        take(recipe, Setting::preset);
    }

    /** Takes a recipe's values, and leaves the defaults. */
    void show(Recipe recipe) {
        take(recipe, Setting::set);
    }

    /** Takes a recipe as defaults, and as values where nobody has changed them. */
    void refit(Recipe recipe) {
        take(recipe, Setting::refit);
    }

    /** What is done with a value for a setting. */
    @FunctionalInterface
    private interface Put {
        <T> void into(Setting<T> setting, T value);
    }

    private void take(Recipe recipe, Put put) {
        form = recipe;
        RecipeField.ALL.forEach(field -> take(field, recipe, put));
    }

    private <T> void take(RecipeField<T> field, Recipe recipe, Put put) {
        put.into(of(field), field.of(recipe));
    }

    /** @throws IllegalArgumentException of one line, when the values do not go together */
    Recipe recipe() {
        Map<RecipeField<?>, Object> values = new LinkedHashMap<>();
        RecipeField.ALL.forEach(
                field -> values.put(field, counts(field) ? of(field).get() : field.usual()));
        return form.with(values);
    }

    /** Whether a field has a meaning with what the others and the basis are. */
    boolean counts(RecipeField<?> field) {
        return field.applies(other -> of(other).get()) && (basis.hasGrid() || !field.is(Trait.OF_GRIDS));
    }

    /** As above, as it changes. */
    ObservableValue<Boolean> counting(RecipeField<?> field) {
        Observable[] deciding = Stream.concat(Stream.of(basis.family), settings.values().stream())
                .map(Setting::valueProperty)
                .toArray(Observable[]::new);
        return Bindings.createBooleanBinding(() -> counts(field), deciding);
    }

    /** As {@link #counts(RecipeField)}, by the field's setting; true for any other setting. */
    boolean counts(Setting<?> setting) {
        return settings.entrySet().stream().noneMatch(e -> e.getValue() == setting && !counts(e.getKey()));
    }
}
