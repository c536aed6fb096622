package org.kanworkbench.network;

/**
 * How a network is trained.
 *
 * @param learningRate the optimiser's, before the schedule's factor
 * @param batch rows of a step; an epoch's last step may have fewer
 * @param epochs passes over the training rows
 * @param labelSmoothing share of the target spread over all classes (Szegedy et al., 2016); cross-entropy only
 * @param averaging decay a step of the exponential moving average of the weights, which is then what is scored and kept; 0
 *     scores and keeps the weights as they are
 * @param selection when the run ends early and which weights it keeps
 */
public record Recipe(
        Loss loss,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        int batch,
        int epochs,
        Augmentation augmentation,
        double labelSmoothing,
        double averaging,
        Selection selection) {

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
        Limits.range("decay of averaging", averaging, 0, 0.999999);
    }

    /** A recipe that trains on every row and keeps the last weights as they are. */
    public Recipe(
            Loss loss,
            Optimizer optimizer,
            double learningRate,
            Schedule schedule,
            int batch,
            int epochs,
            Augmentation augmentation,
            double labelSmoothing) {
        this(loss, optimizer, learningRate, schedule, batch, epochs, augmentation, labelSmoothing, 0, Selection.NONE);
    }

    public Recipe withEpochs(int newEpochs) {
        return with(learningRate, batch, newEpochs, averaging, selection);
    }

    public Recipe withLearningRate(double rate) {
        return with(rate, batch, epochs, averaging, selection);
    }

    public Recipe withBatch(int rows) {
        return with(learningRate, rows, epochs, averaging, selection);
    }

    public Recipe withAveraging(double decay) {
        return with(learningRate, batch, epochs, decay, selection);
    }

    public Recipe withSelection(Selection other) {
        return with(learningRate, batch, epochs, averaging, other);
    }

    private Recipe with(double newRate, int newBatch, int newEpochs, double newAveraging, Selection newSelection) {
        return new Recipe(
                loss,
                optimizer,
                newRate,
                schedule,
                newBatch,
                newEpochs,
                augmentation,
                labelSmoothing,
                newAveraging,
                newSelection);
    }
}
