package org.kanworkbench.runs;

import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Recipe;

/**
 * A trained model with what is known of its origin.
 *
 * @param preset the preset that it began as
 * @param seed the run's
 * @param dataset name of the data set that it was trained on
 * @param classes names of the classes, in the order of the outputs
 * @param testAccuracy share of test rows that it gets right, 0 to 1, if it was scored
 */
public record SavedModel(
        Model model,
        String preset,
        Recipe recipe,
        long seed,
        String dataset,
        List<String> classes,
        OptionalDouble testAccuracy) {

    public SavedModel {
        classes = List.copyOf(classes);
    }
}
