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
 * A trained model with what is known of its origin.
 *
 * @param preset the preset that it began as
 * @param seed the run's
 * @param dataset name of the data set that it was trained on; empty where it is not known
 * @param classes names of the classes, in the order of the outputs
 * @param image size of the pictures that it was trained on
 * @param scaling how the columns of the table that it was trained on were scaled
 * @param testAccuracy share of test rows that it gets right, 0 to 1, if it was scored
 * @param stored how its file keeps the tensors, where that is not float32 throughout; the model has what they stand for
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

    /** A model whose file keeps it in float32. */
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

    /** What a run has trained. */
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

    /** A data set with its columns scaled as the model's were; IllegalArgumentExceptions as {@link Dataset#rescaled}. */
    public Dataset seen(Dataset data) {
        return scaling.map(data::rescaled).orElse(data);
    }

    /** Other weights of the same origin: not scored, and kept in float32. */
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
     * The same model after rounding.
     *
     * @param rounded what the stored tensors stand for
     */
    public SavedModel rounded(Model rounded, StoredWeights weights, OptionalDouble accuracy) {
        return new SavedModel(
                rounded, preset, recipe, seed, dataset, classes, image, scaling, accuracy, Optional.of(weights));
    }
}
