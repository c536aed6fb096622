package org.kanworkbench.network;

/**
 * How a network is trained.
 *
 * @param learningRate the optimiser's, before the schedule's factor
 * @param batch rows of a step; an epoch's last step may have fewer
 * @param epochs passes over the training rows
 * @param labelSmoothing share of the target spread over all classes (Szegedy et al., 2016); cross-entropy only
 */
public record Recipe(
        Loss loss,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        int batch,
        int epochs,
        Augmentation augmentation,
        double labelSmoothing) {

    public Recipe {
        if (!(learningRate > 0 && learningRate < 1e6)) {
            throw new IllegalArgumentException("learning rate is " + learningRate + ": choose a positive number");
        }
        Limits.count("batch", batch, 1, 8192);
        Limits.count("epochs", epochs, 1, 100_000);
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing is " + labelSmoothing + ": choose 0 up to, not including, 1");
        }
    }

    public Recipe withEpochs(int newEpochs) {
        return new Recipe(loss, optimizer, learningRate, schedule, batch, newEpochs, augmentation, labelSmoothing);
    }

    public Recipe withLearningRate(double rate) {
        return new Recipe(loss, optimizer, rate, schedule, batch, epochs, augmentation, labelSmoothing);
    }

    public Recipe withBatch(int rows) {
        return new Recipe(loss, optimizer, learningRate, schedule, rows, epochs, augmentation, labelSmoothing);
    }
}
