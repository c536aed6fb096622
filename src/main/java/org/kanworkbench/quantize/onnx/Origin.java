package org.kanworkbench.quantize.onnx;

import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.model.SavedModel;

/**
 * Information about a graph's model beyond its arithmetic.
 *
 * @param preset the network's preset; empty if unknown
 * @param dataset name of the training data set; empty if unknown
 * @param target what the outputs are; numbers are in their units
 * @param image size of the training images
 * @param scaling column scaling of the training table
 * @param batch batch size for evaluation; relevant if a prediction depends on its batch
 */
public record Origin(
        String preset,
        String dataset,
        Target target,
        Optional<ImageShape> image,
        Optional<ColumnScaling> scaling,
        int batch) {

    public static Origin of(SavedModel saved) {
        return new Origin(
                saved.preset(),
                saved.dataset(),
                saved.target(),
                saved.image(),
                saved.scaling(),
                saved.evaluationBatch());
    }
}
