package org.kanworkbench.compare;

import java.util.List;
import java.util.Map;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;

/**
 * A data set of a comparison in memory.
 *
 * @param fitting training samples, with the validation samples in the place of the test samples
 * @param whole with the test samples
 */
record LoadedData(DataSource source, Dataset fitting, Dataset whole) {

    /** The same samples in every comparison. */
    private static final long SPLIT_SEED = 0;

    static final int FEWEST_ROWS = 12;
    /** One training sample of so many is for validation: 10,000 of MNIST's 60,000. */
    private static final int VALIDATION_PART = 6;

    /** @param rows training samples to use, validation samples included; 0 for all */
    static LoadedData load(DataSource source, int rows) throws DataException {
        Dataset whole = source.load();
        int all = whole.train().size();
        if (whole.test().size() == 0) {
            throw new DataException(whole.name() + " has no test samples: choose other data");
        }
        if (rows > all) {
            throw new DataException(
                    whole.name() + " has " + all + " training samples, fewer than " + rows + ": choose fewer");
        }
        Dataset used = rows == 0 || rows == all
                ? whole
                : whole.with(whole.holdOut(rows, SPLIT_SEED).test(), whole.test());
        if (used.train().size() < FEWEST_ROWS) {
            throw new DataException(whole.name() + " has " + used.train().size() + " training samples: comparing needs "
                    + FEWEST_ROWS + " or more");
        }
        int validation = used.train().size() / VALIDATION_PART;
        return new LoadedData(source, used.withoutTest().holdOut(validation, SPLIT_SEED), used);
    }

    Measure measure() {
        return Measure.of(whole.target().loss());
    }

    /** The preset as it is by default for these data. */
    Preset fitted(String preset) {
        return source.fitted(Preset.named(preset).orElseThrow(), whole.target().loss(), whole.inputs());
    }

    NetworkSpec network(String preset, List<Integer> hidden) {
        return fitted(preset).network(whole.inputs(), hidden, whole.outputs());
    }

    /** A training on one core, or on an engine's device. */
    Configuration configuration(
            String preset, List<Integer> hidden, int epochs, double learningRate, long seed, String engine) {
        Recipe recipe = fitted(preset)
                .recipe()
                .with(Map.of(RecipeField.EPOCHS, epochs, RecipeField.LEARNING_RATE, learningRate));
        return new Configuration(preset, source, network(preset, hidden), recipe, seed, 1, engine);
    }
}
