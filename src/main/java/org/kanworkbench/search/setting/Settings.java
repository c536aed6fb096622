package org.kanworkbench.search.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;

/** From a trial's values to what it trains. */
public final class Settings {

    private Settings() {}

    /** Throws IllegalArgumentException, with a remedy, for a space of which a setting or a value does not exist. */
    public static void check(Space space) {
        for (Dimension dimension : space.dimensions()) {
            Searchable.named(dimension.setting()).check(dimension.domain());
        }
    }

    /**
     * Refuses ranges that reach what cannot be trained, whichever of the searched presets it is with: many trials would
     * fail. Those of conditional settings are not looked at. Refuses settings that can have no meaning, too, and those of
     * the network where its weights are given.
     */
    public static void checkRanges(Space space, Configuration base, Dataset dataset) {
        checkStart(space, base);
        List<Object> presets = space.named(Searchable.PRESET.name())
                .map(dimension -> ((Domain.Choice) dimension.domain()).values())
                .orElseGet(() -> List.of(base.preset()));
        for (Dimension dimension : space.dimensions()) {
            if (!Searchable.named(dimension.setting()).suits(dataset)) {
                throw new IllegalArgumentException(
                        dimension.setting() + " has no meaning with " + dataset.name() + ": leave it out");
            }
            if (dimension.when().isEmpty()) {
                checkMeaning(space, base, dimension.setting(), presets);
            }
            if (dimension.domain() instanceof Domain.Numbers numbers
                    && dimension.when().isEmpty()) {
                for (double end : List.of(numbers.low(), numbers.high())) {
                    checkEnd(base, dimension.setting(), end, presets);
                }
            }
        }
    }

    private static void checkStart(Space space, Configuration base) {
        List<String> others = space.dimensions().stream()
                .map(Dimension::setting)
                .filter(setting -> !Searchable.named(setting).ofRecipe())
                .toList();
        if (!base.start().isEmpty() && !others.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", others)
                    + " would make other networks than that of the model which training begins with: search settings of"
                    + " the recipe alone, or begin without a model");
        }
    }

    /** Some preset has it, or another setting that is searched may give it a meaning, as SGD does to momentum. */
    private static void checkMeaning(Space space, Configuration base, String setting, List<Object> presets) {
        Searchable of = Searchable.named(setting);
        boolean sometimes =
                presets.stream().anyMatch(preset -> of.applies(of(base, Map.of(Searchable.PRESET.name(), preset))));
        Optional<Field<?>> unmet = of.field().flatMap(field -> field.unmet(other -> other.of(base.recipe())));
        boolean searched = unmet.isPresent()
                && space.dimensions().stream()
                        .map(dimension -> Searchable.named(dimension.setting()).field())
                        .anyMatch(unmet::equals);
        if (!sometimes && !searched) {
            throw new IllegalArgumentException(setting + " has no meaning with "
                    + unmet.map(field -> "this " + field.what())
                            .orElse(presets.stream().map(Object::toString).collect(Collectors.joining(", ")))
                    + ": leave it out");
        }
    }

    private static void checkEnd(Configuration base, String setting, double end, List<Object> presets) {
        IllegalArgumentException why = null;
        for (Object preset : presets) {
            try {
                of(base, Map.of(Searchable.PRESET.name(), preset, setting, end));
                return;
            } catch (IllegalArgumentException e) {
                why = e;
            }
        }
        throw new IllegalArgumentException("the range of " + setting + ": " + why.getMessage(), why);
    }

    /** The values without those of settings that have no meaning with the others, as momentum has with SGD alone. */
    public static Map<String, Object> active(Space space, Configuration base, Map<String, Object> proposed) {
        Map<String, Object> active = space.active(proposed);
        Configuration configuration = of(base, active);
        Map<String, Object> meaningful = new LinkedHashMap<>();
        active.forEach((name, value) -> {
            if (Searchable.named(name).applies(configuration)) {
                meaningful.put(name, value);
            }
        });
        return meaningful;
    }

    /**
     * A configuration with a trial's values in place of its own. Another preset brings its network and recipe; what the
     * configuration has changed of its own preset is changed of that one, too, and so are its epochs. Sizes are of all
     * hidden layers; order and base activation of all layers, other settings of layers of all but the last.
     *
     * @throws IllegalArgumentException of one line if there is no such training
     */
    public static Configuration of(Configuration base, Map<String, Object> values) {
        Configuration from =
                values.get(Searchable.PRESET.name()) instanceof String other && !other.equals(base.preset())
                        ? preset(base, other, values)
                        : base;
        Map<Field<?>, Object> changes = new HashMap<>();
        values.forEach((name, value) -> {
            Searchable setting = Searchable.named(name);
            setting.field().ifPresent(field -> changes.put(field, value(setting, field, value)));
        });
        if (changes.containsKey(RecipeField.GRID_EVERY)) {
            changes.putIfAbsent(RecipeField.GRID_UNTIL, RecipeField.GRID_UNTIL.usual());
        }
        return from.withNetwork(network(from.network(), values, changes))
                .withRecipe(from.recipe().with(changes));
    }

    /** A configuration's own values where they are others than these. */
    public static Map<String, Object> others(Configuration base, Map<String, Object> values) {
        Map<String, Object> others = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Searchable setting = Searchable.named(name);
            Object own = setting.equals(Searchable.HIDDEN) ? hidden(base) : setting.value(base);
            if (setting.applies(base) && !same(own, value)) {
                others.put(name, own);
            }
        });
        return others;
    }

    /** The units of every hidden layer, as {@code --hidden} has them: one number if they are equal. */
    private static Object hidden(Configuration base) {
        List<Integer> sizes = base.network().sizes();
        List<Integer> units = sizes.subList(1, sizes.size() - 1);
        return units.stream().distinct().count() == 1
                ? units.getFirst()
                : units.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static boolean same(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }

    private static Object value(Searchable setting, Field<?> field, Object value) {
        if (!field.choices().isEmpty()) {
            return setting.chosen(value);
        }
        return field.usual() instanceof Integer
                ? (Object) ((Number) value).intValue()
                : (Object) ((Number) value).doubleValue();
    }

    private static Configuration preset(Configuration base, String name, Map<String, Object> values) {
        Preset own = fitted(base, base.preset())
                .orElseThrow(() -> new IllegalArgumentException(
                        "preset cannot be searched, since the base is none: begin with a preset"));
        Preset other = fitted(base, name).orElseThrow();
        List<LayerSpec> layers = base.network().layers();
        List<Integer> units = layers.subList(0, layers.size() - 1).stream()
                .map(LayerSpec::outputs)
                .toList();
        Map<Field<?>, Object> forms = new HashMap<>();
        LayerField.ALL.stream()
                .filter(field -> !field.of(layers.getFirst()).equals(field.of(own.hiddenLayer())))
                .forEach(field -> forms.put(field, field.of(layers.getFirst())));
        NetworkSpec network = other.network(
                base.network().inputs(),
                units.equals(own.hidden()) ? other.hidden() : units,
                base.network().outputs());
        Basis basis = layers.getFirst().basis();
        Basis usual = (layers.size() == 1 ? own.lastLayer() : own.hiddenLayer()).basis();
        boolean ordered = basis.family().equals(usual.family())
                && !basis.values().isEmpty()
                && !basis.values().getFirst().equals(usual.values().getFirst());
        Map<String, Object> order = ordered && !values.containsKey(Searchable.ORDER.name())
                ? Map.of(Searchable.ORDER.name(), basis.values().getFirst())
                : Map.of();
        Map<Field<?>, Object> changes = new HashMap<>();
        RecipeField.ALL.stream()
                .filter(field -> !field.of(base.recipe()).equals(field.of(own.recipe())))
                .filter(field -> !field.is(Field.Trait.OF_GRIDS) || SplineGrids.in(network))
                .forEach(field -> changes.put(field, field.of(base.recipe())));
        changes.put(RecipeField.EPOCHS, base.recipe().epochs());
        return new Configuration(
                name,
                base.data(),
                network(network, order, layers.size() == 1 ? Map.of() : forms),
                other.recipe().with(changes),
                base.seed(),
                base.threads(),
                base.engine(),
                base.start());
    }

    private static Optional<Preset> fitted(Configuration base, String name) {
        return Preset.named(name)
                .map(preset -> base.data()
                        .fitted(preset, base.recipe().loss(), base.network().inputs()));
    }

    private static NetworkSpec network(NetworkSpec network, Map<String, Object> values, Map<Field<?>, Object> changes) {
        List<LayerSpec> layers = network.layers();
        LayerSpec last = layers.getLast();
        LayerSpec form = layers.getFirst();
        int hidden = values.get(Searchable.LAYERS.name()) instanceof Number n ? n.intValue() : layers.size() - 1;
        List<Integer> units = new ArrayList<>();
        for (int l = 0; l < hidden; l++) {
            int own = layers.size() == 1
                    ? last.inputs()
                    : layers.get(Math.min(l, layers.size() - 2)).outputs();
            units.add(values.get(Searchable.HIDDEN.name()) instanceof Number n ? n.intValue() : own);
        }
        Map<Field<?>, Object> lastChanges = new HashMap<>(changes);
        lastChanges.keySet().retainAll(List.of(LayerField.BASE));
        List<LayerSpec> made = new ArrayList<>();
        int inputs = form.inputs();
        for (int l = 0; l < hidden; l++) {
            LayerSpec own = layers.size() == 1 ? form : layers.get(Math.min(l, layers.size() - 2));
            made.add(own.with(ordered(own.basis(), values), changes).withSizes(inputs, units.get(l)));
            inputs = units.get(l);
        }
        made.add(last.with(ordered(last.basis(), values), lastChanges).withSizes(inputs, last.outputs()));
        return network.withLayers(made);
    }

    private static Basis ordered(Basis basis, Map<String, Object> values) {
        if (!(values.get(Searchable.ORDER.name()) instanceof Number order)
                || basis.parameters().isEmpty()) {
            return basis;
        }
        List<Double> parameters = new ArrayList<>(basis.values());
        parameters.set(0, order.doubleValue());
        return basis.with(parameters);
    }
}
