package org.kanworkbench.bench.engine;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.WeightEma;

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
        try (StepLoop loop = new StepLoop(context, MODEL, context.threads())) {
            WeightEma average = loop.average(DECAY);
            Runnable nothing = () -> {};
            loop.run(1, WARM_UP_SECONDS, average::step);
            loop.run(1, WARM_UP_SECONDS, nothing);
            for (int round = 0; round < added.length; round++) {
                // Two turns without it, before and after, so that a drift of the machine's speed cancels.
                double before = loop.run(1, TURN_SECONDS / 2, nothing);
                double with = loop.run(1, TURN_SECONDS, average::step);
                double after = loop.run(1, TURN_SECONDS / 2, nothing);
                added[round] = 100 * (with / ((before + after) / 2) - 1);
            }
        }
        out.accept(Result.quartiles("averaging's share of a step, " + MODEL, added, "%")
                .withNote(MachineLoad.note(context.threads())));
    }
}
