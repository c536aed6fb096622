package org.kanworkbench.runs;

import java.util.List;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.RecipeField;

/**
 * A query of runs: filter, order and page.
 *
 * @param text words that must all occur in preset, title, data set, state, tags, notes or number; #N is run N alone; of a
 *     word after a minus nothing may occur; empty for all runs
 * @param kinds empty for all
 * @param configurationKey only runs of that configuration; empty for any
 * @param trials whether the trials of stored searches are among them, too; they are where a word is looked for
 */
public record RunQuery(
        String text,
        List<RunKind> kinds,
        String configurationKey,
        boolean trials,
        Sort sort,
        boolean descending,
        int offset,
        int limit) {

    /** The configuration of a run as JSON: of an archive, or a damaged file, it may be none. */
    private static final String CONFIGURATION = "iif(json_valid(configuration), configuration, '{}')";

    /** Whether a run's scores, in columns that are called accuracies, are errors. */
    public static final String ERRS =
            "coalesce(json_extract(" + CONFIGURATION + ", '$.recipe.loss') = '" + Loss.MSE.name() + "', false)";

    /**
     * Whether a run's scores are those on its validation samples: it was told them as its test scores, too. Its first and
     * last evaluation tell, which are found by their key: a run may have thousands.
     */
    public static final String UNTESTED = "(" + alike("=", "") + " and " + alike("is", " desc") + ")";

    public static final int PAGE = 200;

    /** The newest runs first. */
    public static final RunQuery NEWEST = new RunQuery("", List.of(), "", true, Sort.STARTED, true, 0, PAGE);

    /** The sort key; runs without a value come last, validation scores after test scores. */
    public enum Sort {
        STARTED("started"),
        KIND("kind"),
        STATE("state"),
        PRESET("preset"),
        DATASET("dataset"),
        SEED("seed"),
        PARAMETERS("parameters"),
        EPOCHS("epochs"),
        SECONDS("seconds"),
        BEST_ACCURACY("iif(" + ERRS + ", null, best_accuracy)"),
        LAST_ACCURACY("iif(" + ERRS + ", null, last_accuracy)"),
        BEST_RMSE("iif(" + ERRS + ", best_accuracy, null)"),
        LAST_RMSE("iif(" + ERRS + ", last_accuracy, null)"),
        LAST_LOSS("last_loss"),
        TAGS("tags"),
        LEARNING_RATE(RecipeField.LEARNING_RATE),
        BATCH(RecipeField.BATCH),
        OPTIMIZER(RecipeField.OPTIMIZER),
        BASIS("json_extract(" + CONFIGURATION + ", '$.network.layers[0].basis.family')"),
        ORDER("coalesce(json_extract(" + CONFIGURATION + ", '$.network.layers[0].basis.order')," + " json_extract("
                + CONFIGURATION + ", '$.network.layers[0].basis.centres'))"),
        GRID("json_extract(" + CONFIGURATION + ", '$.network.layers[0].basis.grid')"),
        LAYERS("json_array_length(" + CONFIGURATION + ", '$.network.layers')");

        private final String column;

        Sort(String column) {
            this.column = column;
        }

        /** What SQL orders by; as an index has it where it can. */
        public String order(boolean descending) {
            return (scores() ? column + " is null, " + UNTESTED + ", " : "") + column + (descending ? " desc" : "")
                    + " nulls last, id desc";
        }

        private boolean scores() {
            return switch (this) {
                case BEST_ACCURACY, LAST_ACCURACY, BEST_RMSE, LAST_RMSE, LAST_LOSS -> true;
                default -> false;
            };
        }

        Sort(Field<?> ofRecipes) {
            this("json_extract(" + CONFIGURATION + ", '$.recipe." + ofRecipes.path() + "')");
        }
    }

    private static String alike(String compared, String order) {
        return "(select validation_accuracy " + compared + " test_accuracy and validation_loss is test_loss"
                + " from metric m where m.run = run.id order by step" + order + " limit 1) is true";
    }

    public RunQuery {
        kinds = List.copyOf(kinds);
    }

    /** Whether it has a filter. */
    public boolean narrow() {
        return !text.isEmpty() || !kinds.isEmpty() || !configurationKey.isEmpty();
    }

    public RunQuery withText(String words) {
        return new RunQuery(words, kinds, configurationKey, trials, sort, descending, 0, limit);
    }

    public RunQuery withKinds(List<RunKind> some) {
        return new RunQuery(text, some, configurationKey, trials, sort, descending, 0, limit);
    }

    public RunQuery withTrials(boolean too) {
        return new RunQuery(text, kinds, configurationKey, too, sort, descending, 0, limit);
    }

    public RunQuery withSort(Sort by, boolean down) {
        return new RunQuery(text, kinds, configurationKey, trials, by, down, 0, limit);
    }

    public RunQuery ofConfiguration(String key) {
        return new RunQuery(text, kinds, key, trials, sort, descending, 0, limit);
    }

    public RunQuery page(int from, int most) {
        return new RunQuery(text, kinds, configurationKey, trials, sort, descending, from, most);
    }
}
