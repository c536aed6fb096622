package org.kanworkbench.network.recipe;

import java.util.Map;
import java.util.function.Function;
import org.kanworkbench.network.Field;

/**
 * The hyper-parameters of training.
 *
 * @param learningRate the optimiser's, before the schedule's factor
 * @param batch batch size; an epoch's last mini-batch may be smaller
 * @param epochs passes over the training set
 * @param labelSmoothing share of the target spread over all classes (Szegedy et al., 2016); cross-entropy only
 * @param averaging decay per step of the exponential moving average (EMA) of the weights, which is then evaluated and
 *     saved; 0 for no EMA
 * @param selection early stopping and choice of the final weights
 * @param gridUpdate schedule of B-spline grid updates; only for networks with B-splines
 * @param gridRefinement schedule of B-spline grid refinements; only for networks with B-splines
 * @param sparsity penalty on the edges
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
        GridUpdate gridUpdate,
        GridRefinement gridRefinement,
        SparsityPenalty sparsity) {

    public Recipe {
        RecipeField.LEARNING_RATE.check(learningRate);
        RecipeField.BATCH.check(batch);
        RecipeField.EPOCHS.check(epochs);
        RecipeField.LABEL_SMOOTHING.check(labelSmoothing);
        RecipeField.AVERAGING.check(averaging);
        if (optimizer.kind().fullBatch()) {
            refuse(schedule.kind() != Schedule.Kind.CONSTANT, RecipeField.SCHEDULE.what());
            refuse(averaging > 0, RecipeField.AVERAGING.what());
            refuse(augmentation.active(), "augmentation");
        }
    }

    private static void refuse(boolean set, String what) {
        if (set) {
            throw new IllegalArgumentException(
                    "L-BFGS takes one step per epoch, as long as its line search finds, on the same"
                            + " samples every time: set " + what + " back");
        }
    }

    /** A recipe that trains on every row as it is, keeps the last weights as they are and leaves grids where they are. */
    public Recipe(Loss loss, Optimizer optimizer, double learningRate, Schedule schedule, int batch, int epochs) {
        this(
                loss,
                optimizer,
                learningRate,
                schedule,
                batch,
                epochs,
                Augmentation.NONE,
                RecipeField.LABEL_SMOOTHING.usual(),
                RecipeField.AVERAGING.usual(),
                Selection.NONE,
                GridUpdate.OFF,
                GridRefinement.OFF,
                SparsityPenalty.OFF);
    }

    public Recipe withLoss(Loss other) {
        return with(other, Map.of());
    }

    public Recipe withEpochs(int newEpochs) {
        return with(RecipeField.EPOCHS, newEpochs);
    }

    public Recipe withLearningRate(double rate) {
        return with(RecipeField.LEARNING_RATE, rate);
    }

    public <T> Recipe with(Field<T> field, T value) {
        return with(Map.of(field, value));
    }

    /**
     * A copy of this recipe with other values; values that do not apply are ignored. If the last epoch of grid updates
     * is 0, or not given and so far that of the first half, grids are updated in the first half of the run.
     *
     * @param changes by field; values without a field, such as beta1 of Adam, are copied from this recipe
     */
    public Recipe with(Map<Field<?>, ?> changes) {
        return with(loss, changes);
    }

    private Recipe with(Loss other, Map<Field<?>, ?> changes) {
        Function<Field<?>, Object> all = f -> changes.containsKey(f) ? changes.get(f) : f.of(this);
        return new Recipe(
                other,
                optimizer(all),
                RecipeField.LEARNING_RATE.among(all),
                schedule(all),
                RecipeField.BATCH.among(all),
                RecipeField.EPOCHS.among(all),
                new Augmentation(
                        RecipeField.SHIFT.among(all), RecipeField.ROTATION.among(all), RecipeField.SCALE.among(all)),
                RecipeField.LABEL_SMOOTHING.among(all),
                RecipeField.AVERAGING.among(all),
                new Selection(
                        RecipeField.VALIDATION_ROWS.among(all),
                        RecipeField.PATIENCE.among(all),
                        RecipeField.KEEP_BEST.among(all)),
                gridUpdate(all, changes.containsKey(RecipeField.GRID_UNTIL)),
                new GridRefinement(RecipeField.REFINE_EVERY.among(all), RecipeField.REFINE_UNTIL.among(all)),
                new SparsityPenalty(
                        RecipeField.SPARSITY.among(all),
                        RecipeField.SPARSITY_L1.among(all),
                        RecipeField.SPARSITY_ENTROPY.among(all),
                        RecipeField.SPARSITY_COEFFICIENT.among(all),
                        RecipeField.SPARSITY_DIFFERENCE.among(all)));
    }

    private GridUpdate gridUpdate(Function<Field<?>, Object> all, boolean untilGiven) {
        int every = RecipeField.GRID_EVERY.among(all);
        int until = RecipeField.GRID_UNTIL.among(all);
        boolean half = !untilGiven && gridUpdate.equals(GridUpdate.firstHalf(gridUpdate.every(), epochs));
        return until == 0 || half
                ? GridUpdate.firstHalf(every, RecipeField.EPOCHS.among(all))
                : new GridUpdate(every, until);
    }

    private Optimizer optimizer(Function<Field<?>, Object> all) {
        double decay = RecipeField.WEIGHT_DECAY.among(all);
        return switch (RecipeField.OPTIMIZER.among(all)) {
            case ADAM_W ->
                optimizer instanceof Optimizer.AdamW o
                        ? new Optimizer.AdamW(o.beta1(), o.beta2(), o.epsilon(), decay)
                        : new Optimizer.AdamW(decay);
            case ADAM -> {
                Optimizer.Adam o = optimizer instanceof Optimizer.Adam given ? given : new Optimizer.Adam();
                yield new Optimizer.Adam(o.beta1(), o.beta2(), o.epsilon(), decay);
            }
            case SGD -> new Optimizer.Sgd(RecipeField.MOMENTUM.among(all), decay);
            case LBFGS -> new Optimizer.Lbfgs();
        };
    }

    private static Schedule schedule(Function<Field<?>, Object> all) {
        double gamma = RecipeField.GAMMA.among(all);
        return switch (RecipeField.SCHEDULE.among(all)) {
            case CONSTANT -> new Schedule.Constant();
            case EXPONENTIAL -> new Schedule.Exponential(gamma);
            case STEP -> new Schedule.Step(RecipeField.STEP_EPOCHS.among(all), gamma);
            case COSINE -> new Schedule.Cosine(RecipeField.WARMUP.among(all), RecipeField.FLOOR.among(all));
        };
    }
}
