package org.kanworkbench.noise.fit;

/**
 * What came of one fit. Errors are mean squares in the target's units.
 *
 * @param target the target's label
 * @param noise the level, in the sweep's unit
 * @param rows of the training set
 * @param flops of a prediction; 0 for models that are no networks
 * @param setting what tuning chose
 * @param trainMse of the final model on all its training rows, noise included
 * @param validationMse of the chosen setting on the held-out rows, noise included
 * @param testMse against the clean outputs of the test rows
 * @param snrDb 10·log10(variance of the clean test outputs / testMse)
 * @param diverged whether training left the finite numbers, and the mean of the targets stands in for the model
 */
public record FitRow(
        String target,
        String model,
        double noise,
        int rows,
        long seed,
        long parameters,
        long flops,
        String setting,
        double trainMse,
        double validationMse,
        double testMse,
        double snrDb,
        boolean diverged) {}
