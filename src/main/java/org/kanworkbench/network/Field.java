package org.kanworkbench.network;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One setting of a record, as a recipe: forms, options, limits, messages, files and comparisons take it from here.
 *
 * @param <T> Integer, Double, Boolean or an enum
 */
public final class Field<T> {

    /** Where the Train pane shows it. */
    public enum Group {
        ESSENTIAL,
        LAYER,
        RECIPE,
        AUGMENTATION,
        VALIDATION
    }

    public enum Trait {
        /** Files from before there was this field lack it, and mean its usual value. */
        ADDED,
        /** The least number is itself too small. */
        ABOVE_LEAST,
        /** A share of 1 that is shown and typed as percent. */
        PERCENT,
        /** It has a meaning for networks of classes alone. */
        OF_CLASSES,
        /** It has a meaning for networks with B-spline grids alone. */
        OF_GRIDS
    }

    /**
     * How the command line takes it.
     *
     * @param name with its dashes
     * @param parameter what stands for the value; empty for an option that takes none and means {@code true}
     */
    public record Option(String name, String parameter, String help) {}

    private final String name;
    private final String path;
    private final T usual;

    // Said while the registry is loaded, never changed later.
    private double least;
    private double most;
    private List<T> choices = List.of();
    private Function<T, String> label = String::valueOf;
    private Set<Trait> traits = Set.of();
    private Function<Function<Field<?>, Object>, Optional<Field<?>>> unmet = _ -> Optional.empty();
    private Group group;
    private String title;
    private String what;
    private String hint = "";
    private Option option;

    private Field(List<Field<?>> registry, String name, String path, T usual) {
        this.name = name;
        this.path = path;
        this.usual = usual;
        registry.add(this);
    }

    /** A number from {@code least} to {@code most}, which enters a registry as its last field. */
    public static <N extends Number> Field<N> number(
            List<Field<?>> registry, String name, String path, N usual, double least, double most) {
        Field<N> field = new Field<>(registry, name, path, usual);
        field.least = least;
        field.most = most;
        return field;
    }

    /** A choice, which enters a registry as its last field. The first one is the usual one. */
    @SafeVarargs
    public static <T> Field<T> choice(
            List<Field<?>> registry, String name, String path, Function<T, String> label, T... choices) {
        Field<T> field = new Field<>(registry, name, path, choices[0]);
        field.choices = List.of(choices);
        field.label = label;
        return field;
    }

    public Field<T> having(Trait... all) {
        traits = Set.of(all);
        return this;
    }

    /** It has a meaning only where another field has one, and such a value. */
    public <C> Field<T> when(Field<C> other, Predicate<C> has) {
        unmet = values ->
                other.unmet(values).or(() -> has.test(other.in(values)) ? Optional.empty() : Optional.of(other));
        return this;
    }

    public Field<T> shown(Group where, String as, String inSentences) {
        group = where;
        title = as;
        what = inSentences;
        return this;
    }

    /** As sentences name one that no form shows. */
    public Field<T> called(String inSentences) {
        what = inSentences;
        return this;
    }

    public Field<T> hint(String text) {
        hint = text;
        return this;
    }

    public Field<T> option(String optionName, String parameter, String help) {
        option = new Option(optionName, parameter, help);
        return this;
    }

    /** Its value in a record; the usual one where that has no such thing, as a recipe with Adam has no momentum. */
    @SuppressWarnings("unchecked")
    public T of(Object record) {
        Object at = record;
        try {
            for (String step : path.split("\\.")) {
                at = at.getClass().getMethod(step).invoke(at);
            }
            return (T) at;
        } catch (NoSuchMethodException _) {
            return usual;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it has a meaning with what the other fields are. */
    public boolean applies(Function<Field<?>, Object> values) {
        return unmet(values).isEmpty();
    }

    /** The field whose value leaves it without a meaning; empty if it has one. */
    public Optional<Field<?>> unmet(Function<Field<?>, Object> values) {
        return unmet.apply(values);
    }

    /** Its value among others; the usual one where it has no meaning with them. */
    public T among(Function<Field<?>, Object> values) {
        return applies(values) ? in(values) : usual;
    }

    @SuppressWarnings("unchecked")
    private T in(Function<Field<?>, Object> values) {
        return (T) values.apply(this);
    }

    /** Refuses, with an IllegalArgumentException of one line, a number that is out of range and what is no choice. */
    public void check(T any) {
        if (!possible(any)) {
            throw new IllegalArgumentException(what + " is " + any + ": choose " + range());
        }
    }

    private boolean possible(T any) {
        return any instanceof Number number
                ? number.doubleValue() <= most
                        && (is(Trait.ABOVE_LEAST) ? number.doubleValue() > least : number.doubleValue() >= least)
                : choices.contains(any);
    }

    private String range() {
        if (!choices.isEmpty()) {
            return choices.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return is(Trait.ABOVE_LEAST)
                ? "a number above " + plain(least) + ", at most " + plain(most)
                : plain(least) + " to " + plain(most);
    }

    /** A number as people write it: 0.0003, not 3.0E-4, and 5, not 5.0. */
    public static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** A few letters and hyphens, for identifiers. */
    public String name() {
        return name;
    }

    /** Where it is in a record and in its JSON, for instance {@code optimizer.momentum}. */
    public String path() {
        return path;
    }

    /** The value where nothing else is said. */
    public T usual() {
        return usual;
    }

    public double least() {
        return least;
    }

    public double most() {
        return most;
    }

    /** What can be chosen; empty for a number. */
    public List<T> choices() {
        return choices;
    }

    /** How a choice is written. */
    public String label(T choice) {
        return label.apply(choice);
    }

    /** Null for one that no form shows. */
    public Group group() {
        return group;
    }

    /** As a form names it, its unit included. */
    public String title() {
        return title;
    }

    /** As sentences name it. */
    public String what() {
        return what;
    }

    /** A line below it in a form; may be empty. */
    public String hint() {
        return hint;
    }

    /** Empty for what the command line takes from configuration files alone. */
    public Optional<Option> option() {
        return Optional.ofNullable(option);
    }

    @Override
    public String toString() {
        return name;
    }
}
