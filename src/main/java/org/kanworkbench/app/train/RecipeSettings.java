package org.kanworkbench.app.train;

import java.util.List;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.network.Augmentation;
import org.kanworkbench.network.GridUpdate;
import org.kanworkbench.network.Loss;
import org.kanworkbench.network.Optimizer;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Schedule;
import org.kanworkbench.network.Selection;

/** What can be set about how the network is trained. */
final class RecipeSettings {

    enum OptimizerKind {
        ADAM_W("AdamW"),
        ADAM("Adam"),
        SGD("SGD");

        private final String label;

        OptimizerKind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    enum ScheduleKind {
        CONSTANT("Constant"),
        EXPONENTIAL("Exponential"),
        STEP("Step"),
        COSINE("Cosine, warm-up");

        private final String label;

        ScheduleKind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    final Setting<OptimizerKind> optimizer = Setting.choice(OptimizerKind.ADAM_W, OptimizerKind::label);
    final Setting<Double> weightDecay = Parsing.real("weight decay", 0, 0, false, 10);
    final Setting<Double> momentum = Parsing.real("momentum", 0.9, 0, false, 0.9999);
    final Setting<Double> learningRate = Parsing.real("learning rate", 1e-3, 0, true, 100);
    final Setting<ScheduleKind> schedule = Setting.choice(ScheduleKind.CONSTANT, ScheduleKind::label);
    final Setting<Double> gamma = Parsing.real("factor", 0.85, 0, true, 1);
    final Setting<Integer> stepEpochs = Parsing.whole("epochs a step", 5, 1, 100_000);
    final Setting<Double> warmup = Parsing.real("warm-up", 10, 0, false, 100);
    final Setting<Double> floor = Parsing.real("floor", 1, 0, false, 100);
    final Setting<Integer> batch = Parsing.whole("batch", 64, 1, 8192);
    final Setting<Integer> epochs = Parsing.whole("epochs", 15, 1, 100_000);
    final Setting<Double> shift = Parsing.real("shift", 0, 0, false, 28);
    final Setting<Double> rotation = Parsing.real("rotation", 0, 0, false, 180);
    final Setting<Double> scale = Parsing.real("scale", 0, 0, false, 90);
    final Setting<Double> smoothing = Parsing.real("label smoothing", 0, 0, false, 0.99);

    final Setting<Double> averaging = Parsing.real("decay of averaging", 0, 0, false, 0.999999);
    final Setting<Integer> gridEvery = Parsing.whole("grid update", 0, 0, 100_000);
    final Setting<Integer> gridUntil = Parsing.whole("last grid update", 1, 1, 100_000);

    final Setting<Integer> validationRows = Parsing.whole("validation examples", 0, 0, 100_000_000);
    final Setting<Integer> patience = Parsing.whole("patience", 0, 0, 100_000);
    final Setting<Boolean> keepBest = Setting.choice(false, best -> best ? "Best epoch" : "Last epoch");

    private Optimizer optimizerForm = new Optimizer.Adam();
    private Loss loss = Loss.CROSS_ENTROPY;

    /** Takes a recipe as defaults and as values. */
    void preset(Recipe recipe) {
        take(recipe, Setting::preset);
    }

    /** Takes a recipe's values, and leaves the defaults. */
    void show(Recipe recipe) {
        take(recipe, Setting::set);
    }

    /** Takes a recipe as defaults, and as values where nobody has changed them. */
    void refit(Recipe recipe) {
        take(recipe, Setting::refit);
    }

    /** What is done with a value for a setting. */
    @FunctionalInterface
    private interface Put {
        <T> void into(Setting<T> setting, T value);
    }

    private void take(Recipe recipe, Put put) {
        loss = recipe.loss();
        optimizerForm = recipe.optimizer();
        switch (recipe.optimizer()) {
            case Optimizer.AdamW o -> {
                put.into(optimizer, OptimizerKind.ADAM_W);
                put.into(weightDecay, o.weightDecay());
            }
            case Optimizer.Adam o -> {
                put.into(optimizer, OptimizerKind.ADAM);
                put.into(weightDecay, o.weightDecay());
            }
            case Optimizer.Sgd o -> {
                put.into(optimizer, OptimizerKind.SGD);
                put.into(weightDecay, o.weightDecay());
                put.into(momentum, o.momentum());
            }
        }
        takeSchedule(recipe.schedule(), put);
        put.into(learningRate, recipe.learningRate());
        put.into(batch, recipe.batch());
        put.into(epochs, recipe.epochs());
        put.into(shift, recipe.augmentation().shift());
        put.into(rotation, recipe.augmentation().rotation());
        put.into(scale, hundredfold(recipe.augmentation().scale()));
        put.into(smoothing, recipe.labelSmoothing());
        put.into(averaging, recipe.averaging());
        GridUpdate grids = recipe.gridUpdate();
        put.into(gridEvery, grids.every());
        put.into(
                gridUntil,
                grids.active()
                        ? grids.until()
                        : GridUpdate.firstHalf(1, recipe.epochs()).until());
        put.into(validationRows, recipe.selection().validationRows());
        put.into(patience, recipe.selection().patience());
        put.into(keepBest, recipe.selection().keepBest());
    }

    private void takeSchedule(Schedule given, Put put) {
        switch (given) {
            case Schedule.Constant _ -> put.into(schedule, ScheduleKind.CONSTANT);
            case Schedule.Exponential s -> {
                put.into(schedule, ScheduleKind.EXPONENTIAL);
                put.into(gamma, s.gamma());
            }
            case Schedule.Step s -> {
                put.into(schedule, ScheduleKind.STEP);
                put.into(gamma, s.gamma());
                put.into(stepEpochs, s.epochs());
            }
            case Schedule.Cosine s -> {
                put.into(schedule, ScheduleKind.COSINE);
                put.into(warmup, hundredfold(s.warmup()));
                put.into(floor, hundredfold(s.floor()));
            }
        }
    }

    /** In percent, without the digits that binary fractions add. */
    private static double hundredfold(double share) {
        return Math.round(share * 1e8) / 1e6;
    }

    /** @param grids whether the network has B-spline grids, which could be updated */
    Recipe recipe(boolean grids) {
        return new Recipe(
                loss,
                optimizer(),
                learningRate.get(),
                schedule(),
                batch.get(),
                epochs.get(),
                new Augmentation(shift.get(), rotation.get(), scale.get() / 100),
                smoothing.get(),
                averaging.get(),
                selection(),
                grids && gridEvery.get() > 0 ? new GridUpdate(gridEvery.get(), gridUntil.get()) : GridUpdate.OFF);
    }

    private Selection selection() {
        return validationRows.get() == 0
                ? Selection.NONE
                : new Selection(validationRows.get(), patience.get(), keepBest.get());
    }

    private Optimizer optimizer() {
        double decay = weightDecay.get();
        return switch (optimizer.get()) {
            case ADAM_W ->
                optimizerForm instanceof Optimizer.AdamW o
                        ? new Optimizer.AdamW(o.beta1(), o.beta2(), o.epsilon(), decay)
                        : new Optimizer.AdamW(decay);
            case ADAM -> {
                Optimizer.Adam o = optimizerForm instanceof Optimizer.Adam given ? given : new Optimizer.Adam();
                yield new Optimizer.Adam(o.beta1(), o.beta2(), o.epsilon(), decay);
            }
            case SGD -> new Optimizer.Sgd(momentum.get(), decay);
        };
    }

    private Schedule schedule() {
        return switch (schedule.get()) {
            case CONSTANT -> new Schedule.Constant();
            case EXPONENTIAL -> new Schedule.Exponential(gamma.get());
            case STEP -> new Schedule.Step(stepEpochs.get(), gamma.get());
            case COSINE -> new Schedule.Cosine(warmup.get() / 100, floor.get() / 100);
        };
    }

    List<Setting<?>> settings() {
        return List.of(
                optimizer,
                weightDecay,
                momentum,
                learningRate,
                schedule,
                gamma,
                stepEpochs,
                warmup,
                floor,
                batch,
                epochs,
                shift,
                rotation,
                scale,
                smoothing,
                averaging,
                gridEvery,
                gridUntil,
                validationRows,
                patience,
                keepBest);
    }

    /** Whether a setting has a meaning with what the others are. */
    boolean counts(Setting<?> setting) {
        ScheduleKind kind = schedule.get();
        if (setting == momentum) {
            return optimizer.get() == OptimizerKind.SGD;
        }
        if (setting == gamma) {
            return kind == ScheduleKind.EXPONENTIAL || kind == ScheduleKind.STEP;
        }
        if (setting == stepEpochs) {
            return kind == ScheduleKind.STEP;
        }
        if (setting == gridUntil) {
            return gridEvery.get() > 0;
        }
        if (setting == patience || setting == keepBest) {
            return validationRows.get() > 0;
        }
        return setting != warmup && setting != floor || kind == ScheduleKind.COSINE;
    }
}
