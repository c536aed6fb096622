package org.kanworkbench.app.train.run;

import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;

/**
 * A model's scores on a data set's test examples.
 *
 * @param model its name
 * @param series its colour, index into the palette of model colours
 */
public record Scores(String model, int series, Dataset dataset, Evaluation evaluation) {

    public Scores(OpenModel model, Dataset dataset, Evaluation evaluation) {
        this(model.name(), model.series(), dataset, evaluation);
    }
}
