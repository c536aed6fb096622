package org.kanworkbench.network.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Limits;

/**
 * The settings of a {@link Recipe}. Whatever asks for, shows, checks, reads or compares the settings of recipes goes through
 * {@link #ALL}.
 */
public final class RecipeField {

    private static final List<Field<?>> FIELDS = new ArrayList<>();

    public static final Field<Optimizer.Kind> OPTIMIZER = Field.choice(
                    FIELDS, "optimizer", "optimizer.kind", Optimizer.Kind::label, Optimizer.Kind.values())
            .shown(Field.Group.RECIPE, "Optimiser", "optimiser")
            .option(
                    "--optimizer",
                    "NAME",
                    "Optimiser: adamw, adam, sgd or lbfgs; the preset's by default. L-BFGS takes one step per epoch on all"
                            + " training samples, without schedule, weight decay, EMA and augmentation.");

    public static final Field<Double> LEARNING_RATE = Field.number(
                    FIELDS, "learning-rate", "learningRate", 1e-3, 0, 1e6)
            .having(Field.Trait.ABOVE_LEAST)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.ESSENTIAL, "Learning rate", "learning rate")
            .option("--lr", "RATE", "Learning rate; the preset's by default.");

    public static final Field<Integer> BATCH = Field.number(FIELDS, "batch", "batch", 64, 1, 8192)
            .shown(Field.Group.ESSENTIAL, "Batch size", "batch size")
            .option("--batch", "N", "Batch size: samples per step; the preset's by default.");

    public static final Field<Integer> EPOCHS = Field.number(FIELDS, "epochs", "epochs", 15, 1, 100_000)
            .shown(Field.Group.ESSENTIAL, "Epochs", "epochs")
            .option("--epochs", "N", "Passes over the training set; the preset's by default.");

    public static final Field<Double> WEIGHT_DECAY = Field.number(
                    FIELDS, "weight-decay", "optimizer.weightDecay", 0.0, 0, 1000)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.RECIPE, "Weight decay", "weight decay")
            .option("--weight-decay", "RATE", "Weight decay; the preset's by default.");

    public static final Field<Double> MOMENTUM = Field.number(FIELDS, "momentum", "optimizer.momentum", 0.9, 0, 0.9999)
            .when(OPTIMIZER, kind -> kind == Optimizer.Kind.SGD)
            .shown(Field.Group.RECIPE, "Momentum", "momentum");

    public static final Field<Schedule.Kind> SCHEDULE = Field.choice(
                    FIELDS, "schedule", "schedule.kind", Schedule.Kind::label, Schedule.Kind.values())
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.RECIPE, "Schedule", "schedule");

    public static final Field<Double> GAMMA = Field.number(FIELDS, "gamma", "schedule.gamma", 0.85, 1e-6, 1)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.EXPONENTIAL || kind == Schedule.Kind.STEP)
            .shown(Field.Group.RECIPE, "Factor", "schedule factor");

    public static final Field<Integer> STEP_EPOCHS = Field.number(
                    FIELDS, "step-epochs", "schedule.epochs", 5, 1, 100_000)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.STEP)
            .shown(Field.Group.RECIPE, "Epochs per step", "epochs per schedule step");

    public static final Field<Double> WARMUP = Field.number(FIELDS, "warmup", "schedule.warmup", 0.1, 0, 1)
            .having(Field.Trait.PERCENT)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.COSINE)
            .shown(Field.Group.RECIPE, "Warm-up, % of run", "warm-up");

    public static final Field<Double> FLOOR = Field.number(FIELDS, "floor", "schedule.floor", 0.01, 0, 1)
            .having(Field.Trait.PERCENT)
            .when(SCHEDULE, kind -> kind == Schedule.Kind.COSINE)
            .shown(Field.Group.RECIPE, "Minimum LR, %", "minimum learning rate")
            .hint("Of the peak learning rate");

    public static final Field<Double> LABEL_SMOOTHING = Field.number(
                    FIELDS, "label-smoothing", "labelSmoothing", 0.0, 0, 0.999999)
            .having(Field.Trait.OF_CLASSES)
            .shown(Field.Group.RECIPE, "Label smoothing", "label smoothing");

    public static final Field<Double> AVERAGING = Field.number(FIELDS, "averaging", "averaging", 0.0, 0, 0.999999)
            .having(Field.Trait.ADDED)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.RECIPE, "EMA of weights", "EMA decay")
            .hint("EMA decay per step, e.g. 0.999 (0 = off)")
            .option(
                    "--averaging",
                    "DECAY",
                    "Decay per step of the exponential moving average (EMA) of the weights, for instance 0.999; the averaged"
                            + " weights are scored and kept.");

    public static final Field<Integer> GRID_EVERY = Field.number(
                    FIELDS, "grid-every", "gridUpdate.every", 0, 0, 100_000)
            .having(Field.Trait.ADDED, Field.Trait.OF_GRIDS)
            .shown(Field.Group.RECIPE, "Update grid every", "grid update interval")
            .hint("Epochs from one refit to the next; 0 for never")
            .option(
                    "--grid-update",
                    "N",
                    "Refits the grids of B-splines to their inputs every N epochs, in the first half of the run; 0 for"
                            + " never.");

    public static final Field<Integer> GRID_UNTIL = Field.number(
                    FIELDS, "grid-until", "gridUpdate.until", 0, 0, 100_000)
            .having(Field.Trait.ADDED, Field.Trait.OF_GRIDS)
            .when(GRID_EVERY, every -> every > 0)
            .shown(Field.Group.RECIPE, "Update grid until", "last grid update")
            .hint("Epoch of the last refit, at most (0 = half of the run)");

    public static final Field<Integer> REFINE_EVERY = Field.number(
                    FIELDS, "refine-every", "gridRefinement.every", 0, 0, 100_000)
            .having(Field.Trait.ADDED, Field.Trait.OF_GRIDS)
            .shown(Field.Group.RECIPE, "Refine grid every", "grid refinement")
            .hint("Epochs until the intervals are doubled; 0 for never")
            .option(
                    "--refine-grid",
                    "N",
                    "Doubles the intervals of B-splines every N epochs, up to --refine-until, and keeps the functions; 0 for"
                            + " never.");

    public static final Field<Integer> REFINE_UNTIL = Field.number(
                    FIELDS, "refine-until", "gridRefinement.most", 50, 1, Limits.MAX_GRID)
            .having(Field.Trait.ADDED, Field.Trait.OF_GRIDS)
            .when(REFINE_EVERY, every -> every > 0)
            .shown(Field.Group.RECIPE, "Refine grid until", "intervals after refinement")
            .hint("Intervals, at most")
            .option("--refine-until", "N", "Intervals of a grid at which refinement ends; 50 by default.");

    public static final Field<Double> SPARSITY = Field.number(FIELDS, "sparsity", "sparsity.strength", 0.0, 0, 1e6)
            .having(Field.Trait.ADDED)
            .shown(Field.Group.RECIPE, "Sparsity penalty", "sparsity penalty")
            .hint("Strength, e.g. 0.001 (0 = off)")
            .option(
                    "--sparsity",
                    "LAMBDA",
                    "Strength of pykan's penalty on edge activities (L1 and entropy), for instance 0.001, so that few edges"
                            + " do all the work; 0 for none.");

    public static final Field<Double> SPARSITY_L1 = Field.number(FIELDS, "sparsity-l1", "sparsity.l1", 1.0, 0, 1e6)
            .having(Field.Trait.ADDED)
            .when(SPARSITY, strength -> strength > 0)
            .shown(Field.Group.RECIPE, "L1 weight", "L1 weight of sparsity");

    public static final Field<Double> SPARSITY_ENTROPY = Field.number(
                    FIELDS, "sparsity-entropy", "sparsity.entropy", 2.0, 0, 1e6)
            .having(Field.Trait.ADDED)
            .when(SPARSITY, strength -> strength > 0)
            .shown(Field.Group.RECIPE, "Entropy weight", "entropy weight of sparsity");

    public static final Field<Double> SPARSITY_COEFFICIENT = Field.number(
                    FIELDS, "sparsity-coefficient", "sparsity.coefficient", 0.0, 0, 1e6)
            .having(Field.Trait.ADDED)
            .when(SPARSITY, strength -> strength > 0)
            .shown(Field.Group.RECIPE, "Coefficient weight", "coefficient weight of sparsity");

    public static final Field<Double> SPARSITY_DIFFERENCE = Field.number(
                    FIELDS, "sparsity-difference", "sparsity.difference", 0.0, 0, 1e6)
            .having(Field.Trait.ADDED, Field.Trait.OF_GRIDS)
            .when(SPARSITY, strength -> strength > 0)
            .shown(Field.Group.RECIPE, "Difference weight", "difference weight of sparsity")
            .hint("Between neighbouring coefficients");

    public static final Field<Double> SHIFT = Field.number(FIELDS, "shift", "augmentation.shift", 0.0, 0, 100)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.AUGMENTATION, "Shift, ± px", "shift of images");

    public static final Field<Double> ROTATION = Field.number(FIELDS, "rotation", "augmentation.rotation", 0.0, 0, 180)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.AUGMENTATION, "Rotation, ± °", "rotation of images");

    public static final Field<Double> SCALE = Field.number(FIELDS, "scale", "augmentation.scale", 0.0, 0, 0.9)
            .having(Field.Trait.PERCENT)
            .when(OPTIMIZER, RecipeField::byBatches)
            .shown(Field.Group.AUGMENTATION, "Scale, ± %", "scale of images");

    public static final Field<Integer> VALIDATION_ROWS = Field.number(
                    FIELDS, "validation-rows", "selection.validationRows", 0, 0, 100_000_000)
            .having(Field.Trait.ADDED)
            .shown(Field.Group.VALIDATION, "Validation samples", "validation samples")
            .hint("Of the training samples, for validation (0 = none)")
            .option(
                    "--validation",
                    "N",
                    "Holds out N training samples for validation, the same split for every run. All metrics are then of the"
                            + " validation set, --patience and --keep-best decide by them, and the test set is not used.");

    public static final Field<Integer> PATIENCE = Field.number(FIELDS, "patience", "selection.patience", 0, 0, 100_000)
            .having(Field.Trait.ADDED)
            .when(VALIDATION_ROWS, rows -> rows > 0)
            .shown(Field.Group.VALIDATION, "Patience, epochs", "patience")
            .hint("Without a better score (0 = no early stopping)")
            .option("--patience", "N", "Early stopping after N epochs without a better validation score.");

    public static final Field<Boolean> KEEP_BEST = Field.choice(
                    FIELDS, "keep-best", "selection.keepBest", best -> best ? "Best epoch" : "Last epoch", false, true)
            .having(Field.Trait.ADDED)
            .when(VALIDATION_ROWS, rows -> rows > 0)
            .shown(Field.Group.VALIDATION, "Keep weights of", "keep best epoch")
            .option("--keep-best", "", "Keeps the weights of the epoch with the best validation score.");

    /** All fields, in display order. */
    public static final List<Field<?>> ALL = Collections.unmodifiableList(FIELDS);

    private RecipeField() {}

    private static boolean byBatches(Optimizer.Kind kind) {
        return !kind.fullBatch();
    }
}
