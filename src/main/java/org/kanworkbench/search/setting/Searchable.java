package org.kanworkbench.search.setting;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.training.Configuration;

/**
 * A setting of a training that can be searched.
 *
 * @param name that of its option on the command line, or of its field
 * @param title as a form names it
 * @param field of the recipe or of the layers; empty for what the network as a whole has
 */
public record Searchable(String name, String title, Optional<Field<?>> field) {

    public static final Searchable PRESET = new Searchable("preset", "Preset", Optional.empty());
    public static final Searchable HIDDEN = new Searchable("hidden", "Hidden units", Optional.empty());
    public static final Searchable LAYERS = new Searchable("layers", "Hidden layers", Optional.empty());
    public static final Searchable ORDER = new Searchable("order", "Order", Optional.empty());

    private static final int MOST_NAMED = 8;

    private static final int MOST_LAYERS = 8;

    /** All settings, in display order. */
    public static final List<Searchable> ALL = Stream.of(
                    Stream.of(PRESET, HIDDEN, LAYERS, ORDER),
                    Stream.concat(RecipeField.ALL.stream(), LayerField.ALL.stream())
                            .filter(field -> field.group() != null
                                    && field != RecipeField.VALIDATION_ROWS
                                    && field != RecipeField.KEEP_BEST)
                            .map(Searchable::of))
            .flatMap(settings -> settings)
            .toList();

    private static Searchable of(Field<?> field) {
        String name = field.option().map(option -> option.name().substring(2)).orElse(field.name());
        return new Searchable(name, field.title(), Optional.of(field));
    }

    /** The setting of that name. Throws IllegalArgumentException if there is none. */
    public static Searchable named(String name) {
        return ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(OneLine.of(name) + " is not a searchable setting: choose one of "
                                + ALL.stream().map(Searchable::name).collect(Collectors.joining(", "))));
    }

    /** What can be chosen, as people write it; empty for numbers. */
    public List<Object> choices() {
        if (this.equals(PRESET)) {
            return Presets.ALL.stream().<Object>map(Preset::name).toList();
        }
        return field.stream()
                .flatMap(f -> f.choices().stream().<Object>map(choice -> word(f, choice)))
                .toList();
    }

    private static <T> Object word(Field<T> field, Object choice) {
        if (choice instanceof Boolean) {
            return choice;
        }
        @SuppressWarnings("unchecked")
        T known = (T) choice;
        return field.label(known).replaceAll("\\W", "").toLowerCase(Locale.ROOT);
    }

    /** The field's value that a word stands for. */
    Object chosen(Object word) {
        return field.orElseThrow().choices().get(choices().indexOf(word));
    }

    /** Whether it is among the few settings that most trainings are set by. */
    public boolean essential() {
        return field.map(f -> f.group() == Field.Group.ESSENTIAL).orElse(true);
    }

    public boolean whole() {
        return field.map(f -> f.usual() instanceof Integer).orElse(true);
    }

    /** Whether networks are alike whatever its value. */
    boolean ofRecipe() {
        return field.filter(RecipeField.ALL::contains).isPresent();
    }

    private double least() {
        return field.map(Field::least).orElse(1.0);
    }

    private double most() {
        return field.map(Field::most).orElse((double)
                (this.equals(HIDDEN) ? Limits.MAX_UNITS : this.equals(LAYERS) ? MOST_LAYERS : Limits.MAX_GRID));
    }

    /** Throws IllegalArgumentException, with a remedy, for values that it cannot take. */
    public void check(Domain domain) {
        switch (domain) {
            case Domain.Choice choice
            when !choices().isEmpty() -> {
                for (Object value : choice.values()) {
                    if (!choices().contains(value)) {
                        throw new IllegalArgumentException(name + ": '" + value + "' is not one of its "
                                + choices().size() + " values: "
                                + choices().stream()
                                        .map(String::valueOf)
                                        .limit(MOST_NAMED)
                                        .collect(Collectors.joining(", "))
                                + (choices().size() > MOST_NAMED ? ", …" : ""));
                    }
                }
            }
            case Domain.Choice choice -> choice.values().forEach(this::checkNumber);
            case Domain.Numbers numbers -> {
                if (!choices().isEmpty()) {
                    throw new IllegalArgumentException(name + " is not a number: write {\"choice\": [\""
                            + choices().getFirst() + "\"]}");
                }
                if (whole() && !numbers.whole()) {
                    throw new IllegalArgumentException(
                            name + " takes whole numbers: write {\"int\": [least, greatest]}");
                }
                checkNumber(numbers.low());
                checkNumber(numbers.high());
            }
        }
    }

    private void checkNumber(Object value) {
        boolean open = field.map(f -> f.is(Field.Trait.ABOVE_LEAST)).orElse(false);
        if (!(value instanceof Number number)
                || number.doubleValue() < least()
                || open && number.doubleValue() <= least()
                || number.doubleValue() > most()
                || whole() && number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new IllegalArgumentException(
                    name + " is " + Domain.written(value) + ": choose " + (whole() ? "a whole number" : "a number")
                            + (open ? " above " : " from ") + Domain.written(least()) + (open ? ", at most " : " to ")
                            + Domain.written(most()));
        }
    }

    /** Values to begin with: all choices, or the numbers around that of a configuration. */
    public Domain usual(Configuration around) {
        if (!choices().isEmpty()) {
            return new Domain.Choice(this.equals(PRESET) ? List.of(around.preset()) : choices());
        }
        double now = ((Number) value(around)).doubleValue();
        if (this.equals(LAYERS)) {
            return new Domain.Numbers(1, 3, false, true);
        }
        if (whole()) {
            double low = Math.max(least(), Math.floor(now / 4));
            double high = Math.min(most(), Math.max(now * 2, low + 1));
            return new Domain.Numbers(low, high, this.equals(HIDDEN) && low > 0, true);
        }
        if (now > 0) {
            // As people write them: a tenth of 0.003 is 0.0003, not 0.00030000000000000003.
            BigDecimal written = BigDecimal.valueOf(now);
            double tenth = written.scaleByPowerOfTen(-1).doubleValue();
            double tenfold = written.scaleByPowerOfTen(1).doubleValue();
            return new Domain.Numbers(Math.max(least(), tenth), Math.min(most(), tenfold), tenfold < most(), false);
        }
        return new Domain.Numbers(least(), Math.min(most(), 0.5), false, false);
    }

    /** What a configuration has of it, as people write it; where it has none, a number to begin with. */
    Object value(Configuration configuration) {
        if (this.equals(PRESET)) {
            return configuration.preset();
        }
        if (field.isPresent()) {
            Object own = field.get()
                    .of(
                            RecipeField.ALL.contains(field.get())
                                    ? configuration.recipe()
                                    : configuration.network().layers().getFirst());
            int choice = field.get().choices().indexOf(own);
            return choice < 0 ? own : choices().get(choice);
        }
        List<Integer> sizes = configuration.network().sizes();
        if (this.equals(LAYERS)) {
            return sizes.size() - 2;
        }
        if (this.equals(HIDDEN)) {
            return sizes.size() > 2 ? sizes.get(1) : 16;
        }
        Basis basis = configuration.network().layers().getFirst().basis();
        return basis.parameters().isEmpty() ? 3 : basis.values().getFirst();
    }

    /** Whether it has a meaning for a configuration, as momentum with SGD alone. */
    boolean applies(Configuration configuration) {
        if (this.equals(ORDER)) {
            return configuration.network().layers().stream()
                    .anyMatch(layer -> !layer.basis().parameters().isEmpty());
        }
        if (this.equals(HIDDEN)) {
            return configuration.network().layers().size() > 1;
        }
        return field.map(f -> (!f.is(Field.Trait.OF_GRIDS) || SplineGrids.in(configuration.network()))
                        && (!RecipeField.ALL.contains(f) || f.applies(other -> other.of(configuration.recipe()))))
                .orElse(true);
    }

    /** Whether it can have a meaning for a data set, as a shift has for images alone. */
    public boolean suits(Dataset dataset) {
        return field.map(f -> (f.group() != Field.Group.AUGMENTATION
                                || dataset.image().isPresent())
                        && (!f.is(Field.Trait.OF_CLASSES) || dataset.target().loss() == Loss.CROSS_ENTROPY))
                .orElse(true);
    }
}
