package org.kanworkbench.training.loop;

import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.network.recipe.Selection;

/**
 * The train/validation split of a run's data set.
 *
 * @param dataset the training examples without the validation samples, and the test examples that scores are reported
 *     on, or the validation samples if there is no test set
 * @param validation samples held out of the training examples to choose the best epoch; empty without selection
 */
public record TrainValidationSplit(Dataset dataset, Optional<Examples> validation) {

    /** The same split in every run, so that runs with different seeds and recipes are comparable. */
    private static final long SEED = 0;

    public static TrainValidationSplit of(Dataset whole, Selection selection) {
        if (!selection.active()) {
            return new TrainValidationSplit(whole, Optional.empty());
        }
        Dataset held = whole.holdOut(selection.validationRows(), SEED);
        Examples reported = whole.test().size() == 0 ? held.test() : whole.test();
        return new TrainValidationSplit(whole.with(held.train(), reported), Optional.of(held.test()));
    }

    /** Whether scores are reported on the validation samples. */
    boolean reportsOnValidation() {
        return validation.isPresent() && validation.get() == dataset.test();
    }
}
