package org.kanworkbench.app.train;

import java.util.List;
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
        take(recipe, true);
    }

    /** Takes a recipe's values, and leaves the defaults. */
    void show(Recipe recipe) {
        take(recipe, false);
    }

    private void take(Recipe recipe, boolean asDefault) {
        loss = recipe.loss();
        optimizerForm = recipe.optimizer();
        switch (recipe.optimizer()) {
            case Optimizer.AdamW o -> {
                put(optimizer, OptimizerKind.ADAM_W, asDefault);
                put(weightDecay, o.weightDecay(), asDefault);
            }
            case Optimizer.Adam o -> {
                put(optimizer, OptimizerKind.ADAM, asDefault);
                put(weightDecay, o.weightDecay(), asDefault);
            }
            case Optimizer.Sgd o -> {
                put(optimizer, OptimizerKind.SGD, asDefault);
                put(weightDecay, o.weightDecay(), asDefault);
                put(momentum, o.momentum(), asDefault);
            }
        }
        takeSchedule(recipe.schedule(), asDefault);
        put(learningRate, recipe.learningRate(), asDefault);
        put(batch, recipe.batch(), asDefault);
        put(epochs, recipe.epochs(), asDefault);
        put(shift, recipe.augmentation().shift(), asDefault);
        put(rotation, recipe.augmentation().rotation(), asDefault);
        put(scale, hundredfold(recipe.augmentation().scale()), asDefault);
        put(smoothing, recipe.labelSmoothing(), asDefault);
        put(averaging, recipe.averaging(), asDefault);
        GridUpdate grids = recipe.gridUpdate();
        put(gridEvery, grids.every(), asDefault);
        put(
                gridUntil,
                grids.active()
                        ? grids.until()
                        : GridUpdate.firstHalf(1, recipe.epochs()).until(),
                asDefault);
        put(validationRows, recipe.selection().validationRows(), asDefault);
        put(patience, recipe.selection().patience(), asDefault);
        put(keepBest, recipe.selection().keepBest(), asDefault);
    }

    private void takeSchedule(Schedule given, boolean asDefault) {
        switch (given) {
            case Schedule.Constant _ -> put(schedule, ScheduleKind.CONSTANT, asDefault);
            case Schedule.Exponential s -> {
                put(schedule, ScheduleKind.EXPONENTIAL, asDefault);
                put(gamma, s.gamma(), asDefault);
            }
            case Schedule.Step s -> {
                put(schedule, ScheduleKind.STEP, asDefault);
                put(gamma, s.gamma(), asDefault);
                put(stepEpochs, s.epochs(), asDefault);
            }
            case Schedule.Cosine s -> {
                put(schedule, ScheduleKind.COSINE, asDefault);
                put(warmup, hundredfold(s.warmup()), asDefault);
                put(floor, hundredfold(s.floor()), asDefault);
            }
        }
    }

    /** In percent, without the digits that binary fractions add. */
    private static double hundredfold(double share) {
        return Math.round(share * 1e8) / 1e6;
    }

    private static <T> void put(Setting<T> setting, T value, boolean asDefault) {
        if (asDefault) {
            setting.preset(value);
        } else {
            setting.set(value);
        }
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
