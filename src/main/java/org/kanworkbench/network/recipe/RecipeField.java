package org.kanworkbench.network.recipe;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One hyper-parameter of a {@link Recipe}. All code that edits, shows, validates, parses or compares hyper-parameters
 * uses {@link #ALL}.
 *
 * @param <T> Integer, Double, Boolean or an enum
 */
public final class RecipeField<T> {

    /** The section of the Train pane. */
    public enum Group {
        ESSENTIAL,
        RECIPE,
        AUGMENTATION,
        VALIDATION
    }

    public enum Trait {
        /** Older files lack this field; its default then applies. */
        ADDED,
        /** The minimum is exclusive. */
        ABOVE_LEAST,
        /** A fraction that is shown and entered in percent. */
        PERCENT,
        /** It applies only to networks with B-spline grids. */
        OF_GRIDS
    }

    /**
     * The command-line option.
     *
     * @param name including dashes
     * @param parameter placeholder of the value; empty for a flag
     */
    public record Option(String name, String parameter, String help) {}

    private static final List<RecipeField<?>> FIELDS = new ArrayList<>();

    public static final RecipeField<Double> LEARNING_RATE = number("learning-rate", "learningRate", 1e-3, 0, 1e6)
            .having(Trait.ABOVE_LEAST)
            .shown(Group.ESSENTIAL, "Learning rate", "learning rate")
            .option("--lr", "RATE", "Learning rate; the preset's by default.");

    public static final RecipeField<Integer> BATCH = number("batch", "batch", 64, 1, 8192)
            .shown(Group.ESSENTIAL, "Batch size", "batch size")
            .option("--batch", "N", "Batch size: samples per step; the preset's by default.");

    public static final RecipeField<Integer> EPOCHS = number("epochs", "epochs", 15, 1, 100_000)
            .shown(Group.ESSENTIAL, "Epochs", "epochs")
            .option("--epochs", "N", "Passes over the training set; the preset's by default.");

    public static final RecipeField<Optimizer.Kind> OPTIMIZER = choice(
                    "optimizer", "optimizer.kind", Optimizer.Kind::label, Optimizer.Kind.values())
            .shown(Group.RECIPE, "Optimiser", "optimiser");

    public static final RecipeField<Double> WEIGHT_DECAY = number("weight-decay", "optimizer.weightDecay", 0.0, 0, 1000)
            .shown(Group.RECIPE, "Weight decay", "weight decay");

    public static final RecipeField<Double> MOMENTUM = number("momentum", "optimizer.momentum", 0.9, 0, 0.9999)
            .when(OPTIMIZER, kind -> kind == Optimizer.Kind.SGD)
            .shown(Group.RECIPE, "Momentum", "momentum");

    public static final RecipeField<Schedule.Kind> SCHEDULE = choice(
                    "schedule", "schedule.kind", Schedule.Kind::label, Schedule.Kind.values())
            .shown(Group.RECIPE, "Schedule", "schedule");

    public static final RecipeField<Double> GAMMA = number("gamma", "schedule.gamma", 0.85, 1e-6, 1)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.EXPONENTIAL || kind == Schedule.Kind.STEP)
            .shown(Group.RECIPE, "Factor", "schedule factor");

    public static final RecipeField<Integer> STEP_EPOCHS = number("step-epochs", "schedule.epochs", 5, 1, 100_000)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.STEP)
            .shown(Group.RECIPE, "Epochs per step", "epochs per schedule step");

    public static final RecipeField<Double> WARMUP = number("warmup", "schedule.warmup", 0.1, 0, 1)
            .having(Trait.PERCENT)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.COSINE)
            .shown(Group.RECIPE, "Warm-up, % of run", "warm-up");

    public static final RecipeField<Double> FLOOR = number("floor", "schedule.floor", 0.01, 0, 1)
            .having(Trait.PERCENT)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.COSINE)
            .shown(Group.RECIPE, "Minimum LR, %", "minimum learning rate")
            .hint("Of the peak learning rate");

    public static final RecipeField<Double> LABEL_SMOOTHING = number(
                    "label-smoothing", "labelSmoothing", 0.0, 0, 0.999999)
            .shown(Group.RECIPE, "Label smoothing", "label smoothing");

    public static final RecipeField<Double> AVERAGING = number("averaging", "averaging", 0.0, 0, 0.999999)
            .having(Trait.ADDED)
            .shown(Group.RECIPE, "EMA of weights", "EMA decay")
            .hint("EMA decay per step, e.g. 0.999 (0 = off)")
            .option(
                    "--averaging",
                    "DECAY",
                    "Decay per step of the exponential moving average (EMA) of the weights, for instance 0.999; the averaged"
                            + " weights are scored and kept.");

    public static final RecipeField<Integer> GRID_EVERY = number("grid-every", "gridUpdate.every", 0, 0, 100_000)
            .having(Trait.ADDED, Trait.OF_GRIDS)
            .shown(Group.RECIPE, "Update grid every", "grid update interval")
            .hint("Epochs from one refit to the next; 0 for never")
            .option(
                    "--grid-update",
                    "N",
                    "Refits the grids of B-splines to their inputs every N epochs, in the first half of the run; 0 for"
                            + " never.");

    public static final RecipeField<Integer> GRID_UNTIL = number("grid-until", "gridUpdate.until", 0, 0, 100_000)
            .having(Trait.ADDED, Trait.OF_GRIDS)
            .when(GRID_EVERY, every -> every > 0)
            .shown(Group.RECIPE, "Update grid until", "last grid update")
            .hint("Epoch of the last refit, at most (0 = half of the run)");

    public static final RecipeField<Double> SHIFT = number("shift", "augmentation.shift", 0.0, 0, 100)
            .shown(Group.AUGMENTATION, "Shift, ± px", "shift of images");

    public static final RecipeField<Double> ROTATION = number("rotation", "augmentation.rotation", 0.0, 0, 180)
            .shown(Group.AUGMENTATION, "Rotation, ± °", "rotation of images");

    public static final RecipeField<Double> SCALE = number("scale", "augmentation.scale", 0.0, 0, 0.9)
            .having(Trait.PERCENT)
            .shown(Group.AUGMENTATION, "Scale, ± %", "scale of images");

    public static final RecipeField<Integer> VALIDATION_ROWS = number(
                    "validation-rows", "selection.validationRows", 0, 0, 100_000_000)
            .having(Trait.ADDED)
            .shown(Group.VALIDATION, "Held-out samples", "validation samples")
            .hint("Of the training samples, for validation (0 = none)")
            .option(
                    "--validation",
                    "N",
                    "Holds out N training samples for validation, the same split for every run. All metrics are then of the"
                            + " validation set, --patience and --keep-best decide by them, and the test set is not used.");

    public static final RecipeField<Integer> PATIENCE = number("patience", "selection.patience", 0, 0, 100_000)
            .having(Trait.ADDED)
            .when(VALIDATION_ROWS, rows -> rows > 0)
            .shown(Group.VALIDATION, "Patience, epochs", "patience")
            .hint("Without a better score (0 = no early stopping)")
            .option("--patience", "N", "Early stopping after N epochs without a better validation score.");

    public static final RecipeField<Boolean> KEEP_BEST = choice(
                    "keep-best", "selection.keepBest", best -> best ? "Best epoch" : "Last epoch", false, true)
            .having(Trait.ADDED)
            .when(VALIDATION_ROWS, rows -> rows > 0)
            .shown(Group.VALIDATION, "Keep weights of", "keep best epoch")
            .option("--keep-best", "", "Keeps the weights of the epoch with the best validation score.");

    /** All fields, in display order. */
    public static final List<RecipeField<?>> ALL = Collections.unmodifiableList(FIELDS);

    private final String name;
    private final String path;
    private final T usual;
    private final double least;
    private final double most;
    private final List<T> choices;
    private final Function<T, String> label;

    // Set while this class is initialised, never changed later.
    private Set<Trait> traits = Set.of();
    private Predicate<Function<RecipeField<?>, Object>> condition = _ -> true;
    private Group group;
    private String title;
    private String what;
    private String hint = "";
    private Option option;

    private RecipeField(
            String name, String path, T usual, double least, double most, List<T> choices, Function<T, String> label) {
        this.name = name;
        this.path = path;
        this.usual = usual;
        this.least = least;
        this.most = most;
        this.choices = choices;
        this.label = label;
        FIELDS.add(this);
    }

    private static <N extends Number> RecipeField<N> number(
            String name, String path, N usual, double least, double most) {
        return new RecipeField<>(name, path, usual, least, most, List.of(), String::valueOf);
    }

    /** The first choice is the default. */
    @SafeVarargs
    private static <T> RecipeField<T> choice(String name, String path, Function<T, String> label, T... choices) {
        return new RecipeField<>(name, path, choices[0], 0, 0, List.of(choices), label);
    }

    private RecipeField<T> having(Trait... all) {
        traits = Set.of(all);
        return this;
    }

    /** It applies only if another field applies and has one of the given values. */
    private <C> RecipeField<T> when(RecipeField<C> other, Predicate<C> has) {
        condition = values -> other.applies(values) && has.test(other.in(values));
        return this;
    }

    private RecipeField<T> shown(Group where, String as, String inSentences) {
        group = where;
        title = as;
        what = inSentences;
        return this;
    }

    private RecipeField<T> hint(String text) {
        hint = text;
        return this;
    }

    private RecipeField<T> option(String optionName, String parameter, String help) {
        option = new Option(optionName, parameter, help);
        return this;
    }

    /** Its value in a recipe; the default if it does not apply, such as the momentum of Adam. */
    @SuppressWarnings("unchecked")
    public T of(Recipe recipe) {
        Object at = recipe;
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

    /** Whether it applies, given the values of the other fields. */
    public boolean applies(Function<RecipeField<?>, Object> values) {
        return condition.test(values);
    }

    /** Its value among others; the default if it does not apply. */
    T among(Function<RecipeField<?>, Object> values) {
        return applies(values) ? in(values) : usual;
    }

    @SuppressWarnings("unchecked")
    private T in(Function<RecipeField<?>, Object> values) {
        return (T) values.apply(this);
    }

    /** Throws IllegalArgumentException for a number out of range. */
    void check(Number any) {
        double number = any.doubleValue();
        if (!(number >= least && number <= most) || is(Trait.ABOVE_LEAST) && number == least) {
            throw new IllegalArgumentException(what + " is " + any + ": choose "
                    + (is(Trait.ABOVE_LEAST)
                            ? "a number above " + plain(least) + ", at most " + plain(most)
                            : plain(least) + " to " + plain(most)));
        }
    }

    private static String plain(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** A short identifier of letters and hyphens. */
    public String name() {
        return name;
    }

    /** The path in a recipe and its JSON, for instance {@code optimizer.momentum}. */
    public String path() {
        return path;
    }

    /** The default. */
    public T usual() {
        return usual;
    }

    public double least() {
        return least;
    }

    public double most() {
        return most;
    }

    /** The choices; empty for a number. */
    public List<T> choices() {
        return choices;
    }

    /** The text of a choice. */
    public String label(T choice) {
        return label.apply(choice);
    }

    public Group group() {
        return group;
    }

    /** The label in forms, including the unit. */
    public String title() {
        return title;
    }

    /** The name within a sentence. */
    public String what() {
        return what;
    }

    /** The help line in forms; may be empty. */
    public String hint() {
        return hint;
    }

    /** The command-line option; empty if only configuration files set it. */
    public Optional<Option> option() {
        return Optional.ofNullable(option);
    }

    @Override
    public String toString() {
        return name;
    }
}
