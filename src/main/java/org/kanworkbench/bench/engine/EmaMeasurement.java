package org.kanworkbench.bench.engine;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;

/**
 * Measures the cost per step of the exponential moving average (EMA) of the weights, in turns of a fraction of a second
 * with and without it.
 */
public record EmaMeasurement(BenchContext context) implements Measurement {

    private static final String MODEL = "kal-net";
    private static final double DECAY = 0.999;
    private static final double WARM_UP_SECONDS = 3;
    private static final double TURN_SECONDS = 0.2;
    private static final int ROUNDS = 61;
    private static final int QUICK_ROUNDS = 15;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException {
        double[] added = new double[context.quick() ? QUICK_ROUNDS : ROUNDS];
        Configuration usual = context.configuration(MODEL, 1);
        Recipe averaged = usual.recipe().with(RecipeField.AVERAGING, DECAY);
        try (StepLoop plain = new StepLoop(context, usual, context.threads());
                StepLoop averaging = new StepLoop(context, usual.withRecipe(averaged), context.threads())) {
            averaging.run(1, WARM_UP_SECONDS);
            plain.run(1, WARM_UP_SECONDS);
            for (int round = 0; round < added.length; round++) {
                // Two turns without it, before and after, so that a drift of the machine's speed cancels.
                double before = plain.run(1, TURN_SECONDS / 2);
                double with = averaging.run(1, TURN_SECONDS);
                double after = plain.run(1, TURN_SECONDS / 2);
                added[round] = 100 * (with / ((before + after) / 2) - 1);
            }
        }
        out.accept(Result.quartiles("averaging's share of a step, " + MODEL, added, "%")
                .withNote(MachineLoad.note(context.threads())));
    }
}
