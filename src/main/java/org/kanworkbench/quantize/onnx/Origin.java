package org.kanworkbench.quantize.onnx;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Evaluator;

/**
 * Information about a graph's model beyond its arithmetic.
 *
 * @param preset the network's preset; empty if unknown
 * @param dataset name of the training data set; empty if unknown
 * @param classes names of the classes, in the order of the outputs
 * @param image size of the training images
 * @param scaling column scaling of the training table
 * @param batch batch size for evaluation; relevant if a prediction depends on its batch
 */
public record Origin(
        String preset,
        String dataset,
        List<String> classes,
        Optional<ImageShape> image,
        Optional<ColumnScaling> scaling,
        int batch) {

    public Origin {
        classes = List.copyOf(classes);
    }

    public static Origin of(SavedModel saved) {
        return new Origin(
                saved.preset(),
                saved.dataset(),
                saved.classes(),
                saved.image(),
                saved.scaling(),
                Evaluator.batch(saved.model().network(), saved.recipe().batch()));
    }
}
