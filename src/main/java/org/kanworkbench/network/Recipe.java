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
 * @param gridUpdate when B-spline layers have their grid refitted; of no meaning without them
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
        Selection selection,
        GridUpdate gridUpdate) {

    public Recipe {
        if (!(learningRate > 0 && learningRate < 1e6)) {
            throw new IllegalArgumentException(
                    "learning rate is " + learningRate + ": choose a number above 0 and below 1,000,000");
        }
        Limits.count("batch", batch, 1, 8192);
        Limits.count("epochs", epochs, 1, 100_000);
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing is " + labelSmoothing + ": choose 0 up to, not including, 1");
        }
        Limits.range("decay of averaging", averaging, 0, 0.999999);
    }

    /** A recipe that trains on every row, keeps the last weights as they are and leaves grids where they are. */
    public Recipe(
            Loss loss,
            Optimizer optimizer,
            double learningRate,
            Schedule schedule,
            int batch,
            int epochs,
            Augmentation augmentation,
            double labelSmoothing) {
        this(
                loss,
                optimizer,
                learningRate,
                schedule,
                batch,
                epochs,
                augmentation,
                labelSmoothing,
                0,
                Selection.NONE,
                GridUpdate.OFF);
    }

    public Recipe withEpochs(int newEpochs) {
        return with(learningRate, batch, newEpochs, averaging, selection, gridUpdate);
    }

    public Recipe withLearningRate(double rate) {
        return with(rate, batch, epochs, averaging, selection, gridUpdate);
    }

    public Recipe withBatch(int rows) {
        return with(learningRate, rows, epochs, averaging, selection, gridUpdate);
    }

    public Recipe withAveraging(double decay) {
        return with(learningRate, batch, epochs, decay, selection, gridUpdate);
    }

    public Recipe withSelection(Selection other) {
        return with(learningRate, batch, epochs, averaging, other, gridUpdate);
    }

    public Recipe withGridUpdate(GridUpdate other) {
        return with(learningRate, batch, epochs, averaging, selection, other);
    }

    private Recipe with(
            double newRate,
            int newBatch,
            int newEpochs,
            double newAveraging,
            Selection newSelection,
            GridUpdate newGridUpdate) {
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
                newSelection,
                newGridUpdate);
    }
}
