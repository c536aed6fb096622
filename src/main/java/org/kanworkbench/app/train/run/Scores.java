package org.kanworkbench.app.train.run;

import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;

/**
 * A model's scores on a data set's test examples.
 *
 * @param model its name
 */
public record Scores(String model, Dataset dataset, Evaluation evaluation) {}
