package org.kanworkbench.files.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Measure;

/**
 * A trained model and its origin.
 *
 * @param preset name of the preset that it was derived from
 * @param seed the run's
 * @param dataset name of the training data set; empty if unknown
 * @param target what the outputs are
 * @param image size of the training images
 * @param scaling column scaling of the training table
 * @param testScore on the test set, by {@link #measure}, if it was evaluated
 * @param stored storage formats of the tensors, if not all are float32; the model has the represented values
 */
public record SavedModel(
        Model model,
        String preset,
        Recipe recipe,
        long seed,
        String dataset,
        Target target,
        Optional<ImageShape> image,
        Optional<ColumnScaling> scaling,
        OptionalDouble testScore,
        Optional<StoredWeights> stored) {

    /** Weights of which nothing else is known: classes are numbered. */
    public static SavedModel ofWeights(Model model, String preset, Recipe recipe, long seed) {
        return new SavedModel(
                model,
                preset,
                recipe,
                seed,
                "",
                Target.Classes.numbered(model.network().outputs()),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /**
     * The result of a run.
     *
     * @param score on the test set, or on validation samples where there is none, which is not kept
     */
    public static SavedModel trained(Model model, Configuration configuration, Dataset dataset, OptionalDouble score) {
        return new SavedModel(
                model,
                configuration.preset(),
                configuration.recipe(),
                configuration.seed(),
                dataset.name(),
                dataset.target(),
                dataset.image(),
                dataset.scaling(),
                dataset.test().size() > 0 ? score : OptionalDouble.empty(),
                Optional.empty());
    }

    /** Whether the file says what it was trained on. */
    public boolean described() {
        return !dataset.isEmpty() || scaling.isPresent();
    }

    /** Weights of another program, for such data {@linkplain Dataset#unscaled() in its units}. */
    public SavedModel forData(Dataset data) {
        Dataset own = data.unscaled();
        return new SavedModel(
                model, preset, recipe, seed, dataset, own.target(), own.image(), own.scaling(), testScore, stored);
    }

    /**
     * A data set with the model's scaling and order of classes; of a file of weights alone, whose classes have no names, in
     * its own order. IllegalArgumentExceptions as {@link Dataset#seenBy}.
     */
    public Dataset seen(Dataset data) {
        boolean nameless = dataset.isEmpty() && scaling.isEmpty() && data.target() instanceof Target.Classes;
        return data.seenBy(nameless ? data.target() : target, scaling);
    }

    /** The batch size that scores are of. */
    public int evaluationBatch() {
        return Evaluator.batch(model.network(), recipe.batch());
    }

    /** What scores are of. */
    public Measure measure() {
        return Measure.of(target.loss());
    }

    /** Other weights of the same origin: not evaluated, and stored in float32. */
    public SavedModel with(Model other) {
        return new SavedModel(
                other, preset, recipe, seed, dataset, target, image, scaling, OptionalDouble.empty(), Optional.empty());
    }

    /**
     * The same model after quantisation.
     *
     * @param rounded the values that the stored tensors represent
     */
    public SavedModel rounded(Model rounded, StoredWeights weights, OptionalDouble score) {
        return new SavedModel(
                rounded, preset, recipe, seed, dataset, target, image, scaling, score, Optional.of(weights));
    }
}
