package org.kanworkbench.files.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;

/**
 * A trained model and its origin.
 *
 * @param preset name of the preset that it was derived from
 * @param seed the run's
 * @param dataset name of the training data set; empty if unknown
 * @param classes names of the classes, in the order of the outputs
 * @param image size of the training images
 * @param scaling column scaling of the training table
 * @param testAccuracy accuracy on the test set, 0 to 1, if it was evaluated
 * @param stored storage formats of the tensors, if not all are float32; the model has the represented values
 */
public record SavedModel(
        Model model,
        String preset,
        Recipe recipe,
        long seed,
        String dataset,
        List<String> classes,
        Optional<ImageShape> image,
        Optional<ColumnScaling> scaling,
        OptionalDouble testAccuracy,
        Optional<StoredWeights> stored) {

    public SavedModel {
        classes = List.copyOf(classes);
    }

    /** Creates a model stored in float32. */
    public SavedModel(
            Model model,
            String preset,
            Recipe recipe,
            long seed,
            String dataset,
            List<String> classes,
            Optional<ImageShape> image,
            Optional<ColumnScaling> scaling,
            OptionalDouble testAccuracy) {
        this(model, preset, recipe, seed, dataset, classes, image, scaling, testAccuracy, Optional.empty());
    }

    /** The result of a run. */
    public static SavedModel trained(
            Model model, Configuration configuration, Dataset dataset, OptionalDouble testAccuracy) {
        return new SavedModel(
                model,
                configuration.preset(),
                configuration.recipe(),
                configuration.seed(),
                dataset.name(),
                dataset.classes(),
                dataset.image(),
                dataset.scaling(),
                testAccuracy);
    }

    /** A data set with the model's column scaling; IllegalArgumentExceptions as {@link Dataset#rescaled}. */
    public Dataset seen(Dataset data) {
        return scaling.map(data::rescaled).orElse(data);
    }

    /** Other weights of the same origin: not evaluated, and stored in float32. */
    public SavedModel with(Model other) {
        return new SavedModel(
                other,
                preset,
                recipe,
                seed,
                dataset,
                classes,
                image,
                scaling,
                OptionalDouble.empty(),
                Optional.empty());
    }

    /**
     * The same model after quantisation.
     *
     * @param rounded the values that the stored tensors represent
     */
    public SavedModel rounded(Model rounded, StoredWeights weights, OptionalDouble accuracy) {
        return new SavedModel(
                rounded, preset, recipe, seed, dataset, classes, image, scaling, accuracy, Optional.of(weights));
    }
}
