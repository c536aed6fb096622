package org.kanworkbench.training.loop;

import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.network.recipe.Selection;

/**
 * A data set as a run uses it.
 *
 * @param dataset its training examples are those that are learned from, its test examples those that are reported on: the
 *     validation rows where there is no test set
 * @param validation what decides which epoch is the best, held out of the training examples
 */
record Division(Dataset dataset, Optional<Examples> validation) {

    /** The same rows in every run, so that runs with different seeds and recipes compare. */
    private static final long SEED = 0;

    static Division of(Dataset whole, Selection selection) {
        if (!selection.active()) {
            return new Division(whole, Optional.empty());
        }
        Dataset held = whole.holdOut(selection.validationRows(), SEED);
        Examples reported = whole.test().size() == 0 ? held.test() : whole.test();
        Dataset used =
                new Dataset(whole.name(), held.train(), reported, whole.image(), whole.classes(), whole.scaling());
        return new Division(used, Optional.of(held.test()));
    }

    /** Whether the validation rows are what is reported on. */
    boolean reportsOnValidation() {
        return validation.isPresent() && validation.get() == dataset.test();
    }
}
