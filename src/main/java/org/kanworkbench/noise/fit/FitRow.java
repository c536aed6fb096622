package org.kanworkbench.noise.fit;

/**
 * The result of one fit. Errors are mean squared errors in the target's units squared.
 *
 * @param target the target's label
 * @param noise the level, in the sweep's unit
 * @param rows of the training set
 * @param flops per prediction; 0 for baselines
 * @param setting chosen by tuning
 * @param trainMse of the final model on all its noisy training rows
 * @param validationMse of the chosen setting on the noisy validation samples
 * @param testMse against the clean outputs of the test rows
 * @param snrDb 10·log10(variance of the clean test outputs / testMse)
 * @param diverged whether training diverged to non-finite values; the model then predicts the mean of the targets
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
