package org.kanworkbench.app.runs.run;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.basis.BasisParameter;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery.Sort;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** The columns of the table, in its order. */
public enum RunColumn {
    RUN("Run", 136, Sort.STARTED, StoredRun::shownName),
    STATE("State", 96, Sort.STATE, RunText::state),
    KIND("Kind", 84, Sort.KIND, run -> RunText.word(run.description().kind())),
    PRESET("Preset", 104, Sort.PRESET, run -> run.description().preset()),
    DATASET("Data", 88, Sort.DATASET, run -> run.description().dataset()),
    PARAMETERS(
            "Parameters",
            88,
            Sort.PARAMETERS,
            RunText::parameters,
            run -> run.description().parameters() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(run.description().parameters())),
    /** In epochs, fits or whatever the kind has as parts. */
    EPOCHS("Progress", 96, Sort.EPOCHS, RunText::epochs, run -> OptionalDouble.of(run.epochs())),
    /** At the end of an epoch; the last one of a run that was stopped between two may be better. */
    BEST("Best accuracy", 100, Sort.BEST_ACCURACY, Measure.ACCURACY, StoredRun::bestScore),
    LAST("Last accuracy", 104, Sort.LAST_ACCURACY, Measure.ACCURACY, StoredRun::lastScore),
    /** Of runs that predict numbers: the least at the end of an epoch, in the targets' units. */
    BEST_RMSE("Best RMSE", 96, Sort.BEST_RMSE, Measure.RMSE, StoredRun::bestScore),
    LAST_RMSE("Last RMSE", 96, Sort.LAST_RMSE, Measure.RMSE, StoredRun::lastScore),
    LOSS("Last loss", 84, Sort.LAST_LOSS, run -> marked(run, RunText.decimal(run.lastLoss())), StoredRun::lastLoss),
    TIME("Time", 64, Sort.SECONDS, run -> RunText.time(run.seconds()), run -> OptionalDouble.of(run.seconds())),
    SEED(
            "Seed",
            56,
            Sort.SEED,
            run -> String.valueOf(run.description().seed()),
            run -> OptionalDouble.of(run.description().seed())),
    LEARNING_RATE(RecipeField.LEARNING_RATE, 96, Sort.LEARNING_RATE),
    BATCH(RecipeField.BATCH, 80, Sort.BATCH),
    OPTIMIZER(RecipeField.OPTIMIZER, 80, Sort.OPTIMIZER),
    SCHEDULE(RecipeField.SCHEDULE, 96, null),
    LAYERS("Layers", 112, Sort.LAYERS, RunColumn::layers),
    BASIS("Basis", 88, Sort.BASIS, run -> setting(run, "network.layers[0].basis.family")),
    ORDER(
            BasisParameter.ORDER.label(),
            64,
            Sort.ORDER,
            "network.layers[0].basis.order",
            "network.layers[0].basis.centres"),
    GRID("Grid", 64, Sort.GRID, "network.layers[0].basis.grid"),
    STARTED(
            "Started",
            96,
            Sort.STARTED,
            run -> RunText.dayAndTime(run.description().started())),
    TAGS("Tags", 144, Sort.TAGS, run -> String.join(", ", run.tags())),
    NOTES("Notes", 168, null, run -> run.notes().lines().findFirst().orElse("")),
    RESULT("Result", 280, null, run -> run.description().kind() == RunKind.TRAINING ? "" : run.message());

    private final String title;
    private final double width;
    private final Sort sort;
    private final Function<StoredRun, String> text;
    private final Function<StoredRun, OptionalDouble> value;

    RunColumn(String title, double width, Sort sort, Function<StoredRun, String> text) {
        this(title, width, sort, text, null);
    }

    RunColumn(
            String title,
            double width,
            Sort sort,
            Function<StoredRun, String> text,
            Function<StoredRun, OptionalDouble> value) {
        this.title = title;
        this.width = width;
        this.sort = sort;
        this.text = text;
        this.value = value;
    }

    /** A score, of runs that have it. */
    RunColumn(String title, double width, Sort sort, Measure measure, Function<StoredRun, OptionalDouble> score) {
        this(
                title,
                width,
                sort,
                run -> run.measure() == measure ? marked(run, ScoreText.of(measure, score.apply(run))) : "",
                run -> run.measure() == measure ? score.apply(run) : OptionalDouble.empty());
    }

    private static String marked(StoredRun run, String score) {
        return score.isEmpty() ? "" : RunText.mark(run) + score;
    }

    /** The score that runs of a measure are compared by: the best ones would be chosen by the test set. */
    public static RunColumn score(Measure measure) {
        return switch (measure) {
            case ACCURACY -> LAST;
            case RMSE -> LAST_RMSE;
        };
    }

    /** A setting of the recipe. */
    RunColumn(Field<?> field, double width, Sort sort) {
        this(
                field.title(),
                width,
                sort,
                run -> setting(run, field),
                field.choices().isEmpty() ? run -> number(setting(run, field)) : null);
    }

    /** @param paths of a number in the configuration: the first that is there */
    RunColumn(String title, double width, Sort sort, String... paths) {
        this(title, width, sort, run -> setting(run, paths), run -> number(setting(run, paths)));
    }

    /** Empty where it has no meaning, as a learning rate of L-BFGS. */
    private static String setting(StoredRun run, Field<?> field) {
        boolean applies = field.applies(other -> other.choices().stream()
                .map(Object.class::cast)
                .filter(choice -> String.valueOf(choice)
                        .replace("_", "")
                        .equalsIgnoreCase(setting(run, "recipe." + other.path())))
                .findFirst()
                .orElse(other.usual()));
        return applies ? setting(run, "recipe." + field.path()) : "";
    }

    private static String setting(StoredRun run, String... paths) {
        Map<String, String> fields = ConfigurationText.fields(run.description().configuration());
        return Arrays.stream(paths)
                .map(path -> fields.getOrDefault(path, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** For instance {@code 784 → 64 → 10}. */
    private static String layers(StoredRun run) {
        Map<String, String> fields = ConfigurationText.fields(run.description().configuration());
        StringBuilder layers = new StringBuilder(fields.getOrDefault("network.layers[0].inputs", ""));
        for (int i = 0; fields.containsKey("network.layers[" + i + "].outputs"); i++) {
            layers.append(" → ").append(fields.get("network.layers[" + i + "].outputs"));
        }
        return layers.toString();
    }

    public String title() {
        return title;
    }

    /** Pixels at first. */
    public double width() {
        return width;
    }

    /** What the store sorts by; empty for a column that it does not sort by. */
    public Optional<Sort> sort() {
        return Optional.ofNullable(sort);
    }

    public String text(StoredRun run) {
        return text.apply(run);
    }

    /** Whether it holds scores or losses, which are of the test set or, where there is none, of validation samples. */
    public boolean scores() {
        return switch (this) {
            case BEST, LAST, BEST_RMSE, LAST_RMSE, LOSS -> true;
            default -> false;
        };
    }

    /** Whether it holds numbers. */
    public boolean numeric() {
        return value != null;
    }

    /** Whether it holds what a run came to or cost, not what it was configured as. */
    public boolean measured() {
        return switch (this) {
            case PARAMETERS, EPOCHS, TIME -> true;
            default -> scores();
        };
    }

    public OptionalDouble value(StoredRun run) {
        return value == null ? OptionalDouble.empty() : value.apply(run);
    }

    /** Whether its values are shares, 0 to 1. */
    public boolean share() {
        return this == BEST || this == LAST;
    }

    /** Whether it is among those that are shown at first. */
    public boolean usual() {
        return switch (this) {
            case RUN, STATE, DATASET, SEED, EPOCHS, LAST, LOSS, TIME, STARTED, TAGS, NOTES -> true;
            default -> false;
        };
    }
}
