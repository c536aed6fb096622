package org.kanworkbench.app.train.run;

import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;

/**
 * A model's scores on samples of a data set.
 *
 * @param model its name
 * @param series its colour, index into the palette of model colours
 * @param dataset with the samples that are scored as its test examples
 * @param set which samples they are, as in "RMSE on …"
 */
public record Scores(String model, int series, Dataset dataset, Evaluation evaluation, String set) {

    public Scores(OpenModel model, Dataset dataset, Evaluation evaluation, String set) {
        this(model.name(), model.series(), dataset, evaluation, set);
    }
}
