package org.kanworkbench.quantize.onnx;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Evaluator;

/**
 * What a graph does not compute but whoever uses it must know.
 *
 * @param preset what the network began as; empty where it is not known
 * @param dataset name of the data set that it was trained on; empty where it is not known
 * @param classes names of the classes, in the order of the outputs
 * @param image size of the pictures that it was trained on
 * @param scaling how the columns of the table that it was trained on were scaled
 * @param batch rows per batch that it is scored with; of meaning where a row's answer depends on its neighbours
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
